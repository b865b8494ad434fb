package io.nofin.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A point at which the crash harness may kill nofin. The points lie before and after everything that changes the kernel or a journal, and
 * are numbered in the order in which they are passed. Without the system property {@value #AT}, which only the harness sets, nothing ever
 * happens here.
 *
 * <p>{@code -Dnofin.crash.at=7} kills at the seventh point what {@code -Dnofin.crash.whom} says: the {@code agent}, which is this
 * process, its {@code guard}, or {@code both}, the guard first.
 */
public final class CrashPoint {

    private static final String AT = "nofin.crash.at";
    private static final int NUMBER = Integer.getInteger(AT, 0);
    private static final String WHOM = System.getProperty("nofin.crash.whom", "agent");
    private static final int SIGKILL = 9;
    private static final AtomicInteger PASSED = new AtomicInteger();

    private static volatile int guard;

    private CrashPoint() {
    }

    /** Sets the process id of the guard; 0 means that there is none. */
    public static void guardedBy(int pid) {
        guard = pid;
    }

    public static void pass() {
        if (NUMBER > 0 && PASSED.incrementAndGet() == NUMBER) {
            kill();
        }
    }

    private static void kill() {
        if (!WHOM.equals("agent") && guard != 0) {
            LibC.INSTANCE.kill(-guard, SIGKILL);        // its whole session
        }
        if (!WHOM.equals("guard")) {
            LibC.INSTANCE.kill((int) ProcessHandle.current().pid(), SIGKILL);
        }
    }
}
