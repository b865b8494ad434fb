package io.nofin.cli;

import io.nofin.linux.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The properties of standard output and standard error. */
final class Terminal {

    private static final int STDERR = 2;
    private static final Path OPENED = Path.of("/proc/self/fd/" + STDERR);
    private static final String DEVICES = "/dev/";

    private Terminal() {
    }

    /** Tells whether standard error is a terminal. The C library is asked only where the file's name does not say it: that takes a start 60 ms. */
    static boolean isInteractive() {
        try {
            String file = Files.readSymbolicLink(OPENED).toString();
            if (!file.startsWith(DEVICES) || file.equals(DEVICES + "null")) {
                return false;
            }
        } catch (IOException e) {
            // there is no /proc: isatty(3) knows
        }
        return LibC.INSTANCE.isatty(STDERR) == 1;
    }
}
