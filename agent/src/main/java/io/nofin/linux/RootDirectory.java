package io.nofin.linux;

import static io.nofin.linux.OpenFlags.O_CLOEXEC;
import static io.nofin.linux.OpenFlags.O_DIRECTORY;
import static io.nofin.linux.OpenFlags.O_NONBLOCK;
import static io.nofin.linux.OpenFlags.O_PATH;
import static io.nofin.linux.OpenFlags.O_RDONLY;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The root directory of some process, and files below it that may be anybody's. Links in it lead to where they would lead that process,
 * never out of it; see RESOLVE_IN_ROOT in openat2(2). Nothing but a regular file is opened; {@code /dev/null} is an
 * empty one. A file system may take for ever all the same:
 * use it on a thread that nobody has to wait for.
 */
public final class RootDirectory implements AutoCloseable {

    private static final long SYS_OPENAT2 = 437;            // the same on every machine
    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int S_IFMT = 0xF000;
    private static final int S_IFCHR = 0x2000;
    private static final long NULL_DEVICE = 0x103;          // 1:3, see null(4)
    private static final int HOW_LENGTH = 24;
    private static final int PIECE = 1 << 16;

    private final FileDescriptor root;

    private RootDirectory(FileDescriptor root) {
        this.root = root;
    }

    /** Opens a directory as if it were a root. */
    public static RootDirectory open(Path directory) throws IOException {
        return new RootDirectory(FileDescriptor.find(directory));
    }

    /**
     * Opens the root of a process that is in a network namespace.
     *
     * @throws IOException when the process has ended, or has the number of one that has
     */
    public static RootDirectory of(long pid, NetworkNamespace namespace) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        try (FileDescriptor process = FileDescriptor.find(proc)) {
            FileDescriptor root = FileDescriptor.of(Syscall.check("open " + proc + "/root",
                () -> LibC.INSTANCE.openat(process.number(), "root", O_PATH | O_DIRECTORY | O_CLOEXEC, 0)));
            if (!NetworkNamespace.Id.of(process.path().resolve("ns/net")).equals(namespace.id())) {
                root.close();
                throw new IOException("process " + pid + " is in another network namespace by now");
            }
            return new RootDirectory(root);
        }
    }

    /**
     * Reads a file.
     *
     * @param path from the root, without a slash in front
     * @param most the most bytes that are taken
     * @return the text; empty where there is no such file
     * @throws IOException when it is something else than a regular file, or larger
     */
    public Optional<String> read(String path, int most) throws IOException {
        try (FileDescriptor found = find(path)) {
            if (isNullDevice(found.path())) {
                return Optional.of("");         // mounted over a file that is to be empty
            }
            if (!Files.isRegularFile(found.path())) {
                throw new IOException("/" + path + " there is no regular file");
            }
            try (FileDescriptor file = FileDescriptor.of(Syscall.check("open /" + path,
                    () -> LibC.INSTANCE.open(found.path().toString(), O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0)))) {
                return Optional.of(read(file, path, most));
            }
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        root.close();
    }

    private static boolean isNullDevice(Path file) throws IOException {
        Map<String, Object> stat = Files.readAttributes(file, "unix:mode,rdev");
        return ((Integer) stat.get("mode") & S_IFMT) == S_IFCHR && (Long) stat.get("rdev") == NULL_DEVICE;
    }

    /** Finds a file without opening it: {@code struct open_how} in linux/openat2.h. */
    private FileDescriptor find(String path) throws ErrnoException {
        byte[] how = ByteBuffer.allocate(HOW_LENGTH).order(ByteOrder.nativeOrder())
            .putLong(O_PATH | O_CLOEXEC)                                // flags
            .putLong(0)                                                 // mode
            .putLong(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)           // resolve
            .array();
        return FileDescriptor.of(Syscall.check("openat2 /" + path,
            () -> LibC.INSTANCE.syscall(SYS_OPENAT2, root.number(), path, how, HOW_LENGTH)));
    }

    private static String read(FileDescriptor file, String path, int most) throws IOException {
        byte[] bytes = new byte[most + 1];
        int length = 0;
        while (length < bytes.length) {
            byte[] piece = new byte[Math.min(PIECE, bytes.length - length)];
            int count = Syscall.check("read /" + path, () -> LibC.INSTANCE.read(file.number(), piece, piece.length));
            if (count == 0) {
                return new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1);
            }
            System.arraycopy(piece, 0, bytes, length, count);
            length += count;
        }
        throw new IOException("/" + path + " there has more than " + most + " bytes");
    }
}
