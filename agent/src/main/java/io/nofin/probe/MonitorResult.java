package io.nofin.probe;

import io.nofin.scenario.Probe;
import java.util.List;
import java.util.Optional;

/**
 * What a monitor has found out so far. A value.
 *
 * @param name        the probe's
 * @param state       the last one
 * @param transitions oldest first; of very many, the newest ten thousand
 * @param succeeded   attempts
 * @param failed      attempts
 * @param lastFailure why the last attempt that failed did; empty when none did
 * @param latencies   of those that succeeded; empty when none did
 * @param callbacks   oldest first; of very many, the newest thousand
 * @param attempts    oldest first; of very many, the newest fifty thousand
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
     * How the probe took each of several disturbances, in their order.
     *
     * @param disturbances by their starts
     */
    public List<Reaction> reactions(List<Disturbance> disturbances) {
        return Reaction.to(disturbances, transitions, attempts);
    }
}
