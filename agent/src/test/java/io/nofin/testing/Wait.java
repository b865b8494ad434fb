package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;

/** Waits for what the kernel or another process does soon after, not at once. */
public final class Wait {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long POLL_MS = 20;

    /** A condition that is awaited. It may throw, which fails the test. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    private Wait() {
    }

    /** Waits until a condition holds, and fails after a minute. */
    public static void until(String what, Condition condition) throws Exception {
        until(what, LIMIT, condition);
    }

    /** Waits until a condition holds, and fails after {@code limit}: for what would end by itself in a minute. */
    public static void until(String what, Duration limit, Condition condition) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within " + limit.toSeconds() + " s: " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }
}
