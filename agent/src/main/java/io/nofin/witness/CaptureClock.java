package io.nofin.witness;

import java.time.Instant;

/**
 * Turns the timestamps of captured packets, which are of the wall clock, into times of {@link System#nanoTime}. The distance of the
 * two is measured repeatedly, so that setting the wall clock does not move packets. Not thread-safe.
 */
final class CaptureClock {

    private static final long MEASURE_AGAIN_NANOS = 100_000_000;
    private static final long GOOD_ENOUGH_NANOS = 5_000;
    private static final int ATTEMPTS = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private long wallMinusMonotonic;
    private long measuredNanos;

    CaptureClock() {
        measure();
    }

    /** Compares the clocks again where that was done too long ago. */
    void refresh(long nowNanos) {
        if (nowNanos - measuredNanos > MEASURE_AGAIN_NANOS) {
            measure();
        }
    }

    /** @param wallNanos nanoseconds since 1970 */
    long monotonic(long wallNanos) {
        return wallNanos - wallMinusMonotonic;
    }

    /** Reads the wall clock between two readings of the other one; the closest two count. */
    private void measure() {
        long closest = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && closest > GOOD_ENOUGH_NANOS; i++) {
            long before = System.nanoTime();
            Instant wall = Instant.now();
            long after = System.nanoTime();
            if (after - before < closest) {
                closest = after - before;
                wallMinusMonotonic = wall.getEpochSecond() * NANOS_PER_SECOND + wall.getNano() - (before + closest / 2);
                measuredNanos = after;
            }
        }
    }
}
