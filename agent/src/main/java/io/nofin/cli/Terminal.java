package io.nofin.cli;

import io.nofin.linux.LibC;

/** The properties of standard output and standard error. */
final class Terminal {

    private static final int STDERR = 2;

    private Terminal() {
    }

    /** Tells whether standard error is a terminal. */
    static boolean isInteractive() {
        return LibC.INSTANCE.isatty(STDERR) == 1;
    }
}
