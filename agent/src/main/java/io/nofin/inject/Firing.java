package io.nofin.inject;

import java.time.Duration;
import java.time.Instant;

/**
 * One movement of gates: when, and how long it took the kernel in all namespaces together.
 *
 * @param skew from the moment the first namespace had it until the last had it
 * @param took from the first system call until every namespace had it
 */
public record Firing(Instant at, Duration skew, Duration took) {
}
