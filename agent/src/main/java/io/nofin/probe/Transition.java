package io.nofin.probe;

import java.time.Instant;

/**
 * A change of a probe's state.
 *
 * @param atNanos  when, on the clock of {@link System#nanoTime}
 * @param at       the same by the wall clock as it was when the probe started
 * @param reason   why the attempt failed; empty when it succeeded
 * @param failures how many attempts in a row have failed by then
 */
public record Transition(ProbeState from, ProbeState to, long atNanos, Instant at, String reason, int failures) {
}
