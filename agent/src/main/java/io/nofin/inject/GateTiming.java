package io.nofin.inject;

import java.time.Duration;
import java.time.Instant;

/**
 * One movement of gates: the time of it, and how long it took the kernel in all namespaces together.
 *
 * @param skew the time from the first namespace's change to the last one's
 * @param took the time from the first system call to the last namespace's change
 */
public record GateTiming(Instant at, Duration skew, Duration took) {
}
