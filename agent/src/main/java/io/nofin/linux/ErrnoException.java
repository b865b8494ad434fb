package io.nofin.linux;

import java.io.IOException;

/** A system call failed. The message is {@code operation: ENAME: explanation}. */
public final class ErrnoException extends IOException {

    private final int number;

    public ErrnoException(String operation, int number) {
        super(operation + ": " + Errno.describe(number));
        this.number = number;
    }

    public Errno errno() {
        return Errno.of(number);
    }

    public int number() {
        return number;
    }
}
