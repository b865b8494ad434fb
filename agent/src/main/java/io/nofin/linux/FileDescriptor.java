package io.nofin.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An open file of this process, closed once however often {@link #close} is called. */
public final class FileDescriptor implements AutoCloseable {

    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    private static final int RLIMIT_NOFILE = 7;
    private static final int CLOSED = -1;
    private static final Path OPEN = Path.of("/proc/self/fd");

    private final AtomicInteger number;

    private FileDescriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    /** Opens a file for reading. Child processes do not inherit it unless they are given it. */
    public static FileDescriptor open(Path path) throws ErrnoException {
        return new FileDescriptor(Syscall.check("open " + path,
            () -> LibC.INSTANCE.open(path.toString(), O_RDONLY | O_CLOEXEC, 0)));
    }

    /**
     * Finds a file, through links, without opening it: nothing happens to a device, and a pipe does not block. The descriptor keeps
     * meaning the file that was found, whatever its path means later; see O_PATH in open(2).
     */
    static FileDescriptor find(Path path) throws ErrnoException {
        return new FileDescriptor(Syscall.check("open " + path,
            () -> LibC.INSTANCE.open(path.toString(), O_PATH | O_CLOEXEC, 0)));
    }

    /** Returns the number of files that this process may still open. The JVM has raised the soft limit to the hard one already. */
    public static long available() throws IOException {
        long[] limits = new long[2];            // struct rlimit: rlim_cur, rlim_max
        Syscall.check("getrlimit RLIMIT_NOFILE", () -> LibC.INSTANCE.getrlimit(RLIMIT_NOFILE, limits));
        return limits[0] - open();
    }

    /** Returns the number of open files: the size of their directory, which kernels before 6.2 say is 0. */
    private static long open() throws IOException {
        long size = Files.size(OPEN);
        if (size > 0) {
            return size;
        }
        try (Stream<Path> open = Files.list(OPEN)) {
            return open.count();
        }
    }

    /** Takes over a descriptor that a system call returned. */
    public static FileDescriptor of(int number) {
        return new FileDescriptor(number);
    }

    /**
     * Returns the descriptor's number.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException("file descriptor is closed");
        }
        return open;
    }

    /** Returns the path by which any process of the same user can open the same file while this one holds it. */
    public Path path() {
        return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", Integer.toString(number()));
    }

    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            LibC.INSTANCE.close(open);      // Linux frees the descriptor even when close(2) reports an error
        }
    }
}
