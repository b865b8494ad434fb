package io.nofin.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A moment at which nofin may be killed by its crash harness, which numbers them in the order in which they are passed: before and
 * after everything that changes the kernel or a journal. For that harness alone: without the system property {@value #AT} nothing
 * ever happens here.
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

    /** Says who the guard is; 0 when there is none any more. */
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
