package io.nofin.server;

import io.nofin.report.JsonText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who changed what, or tried to: one JSON line each, appended to a file that its owner and group may read. Made anew when somebody,
 * such as logrotate(8), has moved it away. Each line is one write(2).
 */
final class Audit implements AutoCloseable {

    private final Path file;
    private FileChannel channel;
    private Object key;

    private Audit(Path file) {
        this.file = file;
    }

    /** @throws IOException when it cannot be written to: an agent that cannot say what it did does nothing */
    static Audit open(Path file) throws IOException {
        Audit audit = new Audit(file);
        Files.createDirectories(file.getParent());
        audit.reopen();
        return audit;
    }

    /** @param what besides the moment; null values are left out */
    synchronized void write(Map<String, Object> what) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        what.forEach((name, value) -> {
            if (value != null) {
                line.put(name, value);
            }
        });
        if (!key().equals(key)) {
            channel.close();
            reopen();
        }
        channel.write(ByteBuffer.wrap((JsonText.line(line) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void reopen() throws IOException {
        channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        key = key();
    }

    /** What file it is: another one after a rotation. */
    private Object key() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        } catch (NoSuchFileException moved) {
            return "none";
        }
    }
}
