package io.nofin.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An exclusive flock(2) on an open file, honoured by every process and by flock(1). It belongs to the open file, not to the process: a
 * program that is given the descriptor keeps it too. The kernel releases it with the last such descriptor, however its holders end, so
 * that no lock is left behind.
 */
public final class FileLock {

    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int INODE = 5;             // the index of the inode among the words of a line of /proc/locks
    private static final long POLL_NANOS = 2_000_000;

    private FileLock() {
    }

    /** Takes the lock if nobody else has it. Taking it again through the same open file changes nothing. */
    public static boolean tryLock(FileDescriptor file) throws ErrnoException {
        try {
            Syscall.check("flock", () -> LibC.INSTANCE.flock(file.number(), LOCK_EX | LOCK_NB));
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EAGAIN) {
                return false;
            }
            throw e;
        }
    }

    /** Takes the lock as soon as nobody else has it. Returns {@code false} when that took longer than {@code patience}. */
    public static boolean lock(FileDescriptor file, Duration patience) throws ErrnoException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tryLock(file)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /**
     * Returns the holder of the lock on a file, for messages, such as {@code process 4711 (kube-proxy)}; empty when nobody holds it or
     * the holder is not known.
     */
    public static Optional<String> holder(Path file) {
        try {
            String end = ":" + Files.getAttribute(file, "unix:ino");
            for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
                String[] words = line.split("\\s+");          // 1: FLOCK ADVISORY WRITE 4711 00:16:1200 0 EOF
                if (words.length > INODE && words[1].equals("FLOCK") && words[INODE].endsWith(end)) {
                    Path name = Path.of("/proc", words[INODE - 1], "comm");
                    return Optional.of("process " + words[INODE - 1] + " (" + (Files.isReadable(name) ? Files.readString(name).strip() : "?") + ")");
                }
            }
        } catch (IOException e) {
            return Optional.empty();            // there is no such file, or the holder ended meanwhile
        }
        return Optional.empty();
    }
}
