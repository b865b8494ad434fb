package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;

/** Waits for what the kernel or another process does soon after, not at once. */
public final class Wait {

    private static final long LIMIT_SECONDS = 60;
    private static final long POLL_MS = 20;

    /** May throw: that fails the test. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Wait() {
    }

    public static void until(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within " + LIMIT_SECONDS + " s: " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }
}
