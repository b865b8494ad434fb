package io.nofin.linux;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * An exclusive flock(2) on an open file, honoured by every process and by flock(1). It belongs to the open file, not to the process:
 * a program that is given the descriptor keeps it too. The kernel releases it with the last such descriptor, however its holders end,
 * so that it cannot be left behind.
 */
public final class FileLock {

    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;
    private static final long POLL_NANOS = 2_000_000;

    private FileLock() {
    }

    /** Takes it if nobody else has it; taking it again through the same open file changes nothing. */
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

    /** Takes it as soon as nobody else has it; {@code false} when that took longer than {@code patience}. */
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

    public static void unlock(FileDescriptor file) throws ErrnoException {
        Syscall.check("flock LOCK_UN", () -> LibC.INSTANCE.flock(file.number(), LOCK_UN));
    }
}
