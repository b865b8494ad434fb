package io.nofin.probe;

import io.nofin.unit.TimeSpan;
import java.time.Duration;
import java.util.Optional;

/**
 * One attempt of a probe.
 *
 * @param atNanos the end, on the clock of {@link System#nanoTime}
 * @param latency the time it took; empty when it failed
 */
public record Attempt(long atNanos, Optional<Duration> latency) {

    /** Returns whether the attempt succeeded and lies wholly inside {@code window}. */
    boolean succeededWithin(TimeSpan window) {
        return latency.filter(took -> window.contains(atNanos) && window.contains(atNanos - took.toNanos())).isPresent();
    }
}
