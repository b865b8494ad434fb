package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.BooleanSupplier;

/** For what the kernel or another process does soon after, not at once. */
final class Wait {

    private static final long TIMEOUT_NANOS = 10_000_000_000L;

    private Wait() {
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("never came true: " + what);
            }
            Thread.sleep(10);
        }
    }
}
