package io.nofin.api;

/** The exit codes of commands, which the API has, too: in errors, and in runs that are over. */
public final class ExitCode {

    public static final int DONE = 0;
    /** The run is over, and did not prove what it was to prove. */
    public static final int NOT_PROVEN = 1;
    public static final int WRONG_INPUT = 2;
    public static final int HOST_CANNOT = 3;
    public static final int TARGET_NOT_FOUND = 4;
    /** The run was broken off from outside. */
    public static final int INTERRUPTED = 5;
    /** The error is a defect of nofin: EX_SOFTWARE in sysexits.h. */
    public static final int DEFECT = 70;

    private ExitCode() {
    }

    /** Returns the exit code of a run that came to its end. */
    public static int of(boolean passed, boolean interrupted) {
        return interrupted ? INTERRUPTED : passed ? DONE : NOT_PROVEN;
    }
}
