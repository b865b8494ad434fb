package io.nofin.linux;

import java.util.function.LongSupplier;

/** Turns the C convention "-1 and errno" into a result or an {@link ErrnoException}; repeats a call that a signal interrupted. */
public final class Syscall {

    private Syscall() {
    }

    /** Makes {@code call}; {@code operation} names it in the error, for example {@code open /proc/1/ns/net}. */
    public static int check(String operation, LongSupplier call) throws ErrnoException {
        while (true) {
            long result = call.getAsLong();
            if (result >= 0) {
                return Math.toIntExact(result);
            }
            int errno = LibC.errno();
            if (errno != Errno.EINTR.value()) {
                throw new ErrnoException(operation, errno);
            }
        }
    }
}
