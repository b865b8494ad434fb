package io.nofin.probe;

import io.nofin.unit.Durations;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Messages and arithmetic that several kinds of contact share. */
final class ProbeFailures {

    private ProbeFailures() {
    }

    /** Returns a time limit as reasons write it, for example {@code 1 s}. */
    static String of(Duration limit) {
        return Durations.format(limit).replaceFirst("(?<=\\d)(?=\\p{Alpha})", " ");
    }

    /**
     * Returns what is left of a time limit, for a socket's own: at least a millisecond, since zero would mean no limit.
     *
     * @throws SocketTimeoutException when nothing is left
     */
    static int millisLeft(long startNanos, Duration limit) throws SocketTimeoutException {
        long left = startNanos + limit.toNanos() - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.max(1, left / 1_000_000);
    }
}
