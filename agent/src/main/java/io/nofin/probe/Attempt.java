package io.nofin.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * One attempt of a probe.
 *
 * @param atNanos when it ended, on the clock of {@link System#nanoTime}
 * @param latency how long it took; empty when it failed
 */
public record Attempt(long atNanos, Optional<Duration> latency) {

    /** Whether it succeeded, and began and ended in there. */
    boolean succeededWithin(HoldEvidence.Window window) {
        return latency.filter(took -> window.contains(atNanos) && window.contains(atNanos - took.toNanos())).isPresent();
    }
}
