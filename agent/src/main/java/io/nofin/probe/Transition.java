package io.nofin.probe;

import io.nofin.api.ProbeState;
import java.time.Instant;

/**
 * A change of a probe's state.
 *
 * @param atNanos  the moment, on the clock of {@link System#nanoTime}
 * @param at       the same moment by the wall clock, as it was set when the probe started
 * @param reason   the reason why the attempt failed; empty when it succeeded
 * @param failures the number of attempts in a row that had failed by then
 */
public record Transition(ProbeState from, ProbeState to, long atNanos, Instant at, String reason, int failures) {
}
