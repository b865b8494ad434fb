package io.nofin.probe;

import io.nofin.api.ProbeState;
import java.time.Instant;
import java.util.List;

/** The states of a probe, and how attempts lead from one to another. Not thread-safe. */
final class ProbeStateMachine {

    private final int attempts;
    private ProbeState state = ProbeState.CONNECTING;
    private int failures;

    /** @param attempts the number of failures in a row that leads to {@link ProbeState#FAILED} */
    ProbeStateMachine(int attempts) {
        this.attempts = attempts;
    }

    ProbeState state() {
        return state;
    }

    /** Returns how many attempts have failed since the last success. */
    int failures() {
        return failures;
    }

    List<Transition> succeeded(long nanos, Instant at) {
        failures = 0;
        return state == ProbeState.UP ? List.of() : List.of(change(ProbeState.UP, nanos, at, ""));
    }

    /**
     * Enters a failed attempt. The first failure, if a single one suffices, leads through {@link ProbeState#DOWN} to
     * {@link ProbeState#FAILED}.
     */
    List<Transition> failed(long nanos, Instant at, String reason) {
        failures++;
        List<Transition> down = state == ProbeState.UP ? List.of(change(ProbeState.DOWN, nanos, at, reason)) : List.of();
        if (state == ProbeState.FAILED || failures < attempts) {
            return down;
        }
        Transition failed = change(ProbeState.FAILED, nanos, at, reason);
        return down.isEmpty() ? List.of(failed) : List.of(down.get(0), failed);
    }

    private Transition change(ProbeState to, long nanos, Instant at, String reason) {
        Transition change = new Transition(state, to, nanos, at, reason, failures);
        state = to;
        return change;
    }
}
