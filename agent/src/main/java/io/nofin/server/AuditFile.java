package io.nofin.server;

import io.nofin.api.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * A file of JSON lines that is only appended to, readable by its owner and group. It is created again when somebody, such as
 * logrotate(8), has moved it away. Lines are complete or absent; where a partial line could not be removed, the next begins on a line
 * of its own. Thread-safe.
 */
final class AuditFile implements AutoCloseable {

    private final Path file;
    private FileChannel channel;
    private Object key;
    private boolean torn;

    private AuditFile(Path file) {
        this.file = file;
    }

    /** @throws IOException when the file cannot be opened for writing */
    static AuditFile open(Path file) throws IOException {
        AuditFile opened = new AuditFile(file);
        Files.createDirectories(file.getParent());
        opened.reopen();
        return opened;
    }

    /** @throws IOException when the line could not be written completely; no part of it counts then */
    synchronized void append(Map<String, Object> line) throws IOException {
        if (!key().equals(key)) {
            channel.close();
            reopen();
        }
        ByteBuffer bytes = ByteBuffer.wrap(((torn ? "\n" : "") + JsonText.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
        long before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            torn = false;
        } catch (IOException e) {
            takeBack(before, bytes.position() > 0);
            throw new IOException("the audit " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void takeBack(long before, boolean begun) {
        try {
            channel.truncate(before);
        } catch (IOException e) {
            torn = torn || begun;
        }
    }

    private void reopen() throws IOException {
        channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        key = key();
        torn = !endsWithLine();
    }

    /** Returns whether the file ends with a whole line: an agent that was killed, or a full disk, may have left half of one. */
    private boolean endsWithLine() throws IOException {
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reading.size() == 0 || reading.read(last, reading.size() - 1) < 1 || last.get(0) == '\n';
        }
    }

    /** Returns the identity of the file, which changes with a rotation. */
    private Object key() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        } catch (NoSuchFileException moved) {
            return "none";
        }
    }
}
