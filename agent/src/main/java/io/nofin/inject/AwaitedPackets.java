package io.nofin.inject;

import io.nofin.lifecycle.FailureCollector;
import io.nofin.plan.CloseGate;
import io.nofin.plan.HostTrigger;
import io.nofin.plan.OpenGate;
import io.nofin.queue.TriggerCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packets that steps wait for at this moment, in all hosts. Not thread-safe. */
final class AwaitedPackets {

    private final Map<String, Long> untilNanos = new HashMap<>();       // by the name of their gates, on the clock of System.nanoTime
    private PacketListener packetListener = (step, host, packet) -> { };

    /** Sets who is called with the packets. */
    void listen(PacketListener listener, Collection<ArmedHost> hosts) {
        packetListener = listener;
        hosts.forEach(host -> host.triggers().listen(listener));
    }

    /** Begins to hold packets for a step, for {@code within} at most. */
    void await(int step, Duration within, Collection<ArmedHost> hosts) throws IOException {
        for (ArmedHost host : hosts) {
            for (HostTrigger trigger : triggers(host, step)) {
                untilNanos.put(trigger.gate().fault(), System.nanoTime() + within.toNanos());
                host.move(new OpenGate(trigger.gate(), within));
            }
        }
    }

    /** Holds no more packets for a step. */
    void disregard(int step, Collection<ArmedHost> hosts) throws IOException {
        FailureCollector failures = new FailureCollector();
        for (ArmedHost host : hosts) {
            for (HostTrigger trigger : triggers(host, step)) {
                untilNanos.remove(trigger.gate().fault());
                failures.attempt(() -> host.move(new CloseGate(trigger.gate())));
            }
        }
        failures.throwIfAny();
    }

    /** Returns the time that is left to a wait, by the name of its gate; empty where there is none. */
    Optional<Duration> remaining(String gate) {
        return Optional.ofNullable(untilNanos.get(gate)).map(until -> Duration.ofNanos(until - System.nanoTime()));
    }

    /** Begins to hold the same packets in a host that has just been armed. */
    void open(ArmedHost host) throws IOException {
        host.triggers().listen(packetListener);
        for (HostTrigger trigger : host.plan().triggers()) {
            Optional<Duration> left = remaining(trigger.gate().fault()).filter(time -> time.compareTo(Duration.ZERO) > 0);
            if (left.isPresent()) {
                host.move(new OpenGate(trigger.gate(), left.get()));
            }
        }
    }

    /** Returns what has passed for a step. */
    static TriggerCounts counts(int step, Collection<ArmedHost> hosts) {
        return hosts.stream().map(host -> host.triggers().counts(step)).reduce(TriggerCounts.NONE, TriggerCounts::plus);
    }

    private static List<HostTrigger> triggers(ArmedHost host, int step) {
        return host.plan().triggers().stream().filter(trigger -> trigger.step() == step).toList();
    }
}
