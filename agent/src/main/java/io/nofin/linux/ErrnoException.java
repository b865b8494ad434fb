package io.nofin.linux;

import java.io.IOException;

/** The failure of a system call. The message is {@code operation: ENAME: explanation}. */
public final class ErrnoException extends IOException {

    private final int number;

    public ErrnoException(String operation, int number) {
        super(operation + ": " + Errno.describe(number)
            + (number == Errno.EMFILE.value() ? ": a namespace takes two descriptors: raise the hard limit of ulimit -n" : ""));
        this.number = number;
    }

    public Errno errno() {
        return Errno.of(number);
    }

    public int number() {
        return number;
    }
}
