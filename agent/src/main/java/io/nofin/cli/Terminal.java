package io.nofin.cli;

import io.nofin.linux.LibC;

/** What standard output and error are connected to. */
final class Terminal {

    private static final int STDERR = 2;

    private Terminal() {
    }

    /** Whether a person watches standard error. */
    static boolean isInteractive() {
        return LibC.INSTANCE.isatty(STDERR) == 1;
    }
}
