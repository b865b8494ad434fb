package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;

/** Waits for what others do. */
final class Wait {

    private static final long LIMIT_SECONDS = 30;
    private static final long POLL_MS = 20;

    interface Condition {
        boolean holds() throws Exception;
    }

    private Wait() {
    }

    static void until(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within " + LIMIT_SECONDS + " s: " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }
}
