package io.nofin.probe;

import io.nofin.api.ProbeState;
import io.nofin.scenario.Probe;
import java.util.List;
import java.util.Optional;

/**
 * The results of a monitor so far. A value.
 *
 * @param name        the probe's
 * @param state       the current state
 * @param transitions oldest first, at most the newest ten thousand
 * @param succeeded   the number of successful attempts
 * @param failed      the number of failed attempts
 * @param lastFailure the reason of the last failure; empty when there was none
 * @param latencies   the latencies of the successful attempts; empty when there were none
 * @param callbacks   oldest first, at most the newest thousand
 * @param attempts    oldest first, at most the newest fifty thousand
 */
public record MonitorResult(
        String name, Probe probe, ProbeState state, List<Transition> transitions, long succeeded, long failed,
        Optional<String> lastFailure, Optional<Latencies> latencies, List<CallbackRun> callbacks, List<Attempt> attempts) {

    public MonitorResult {
        transitions = List.copyOf(transitions);
        callbacks = List.copyOf(callbacks);
        attempts = List.copyOf(attempts);
    }

    /**
     * Returns how the probe reacted to each of the disturbances, in their order.
     *
     * @param disturbances sorted by their starts
     */
    public List<Reaction> reactions(List<FaultWindow> disturbances) {
        return Reaction.to(disturbances, transitions, attempts);
    }
}
