package io.nofin.inject;

import io.nofin.firewall.SavedRules;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.plan.CloseGate;
import io.nofin.plan.Gate;
import io.nofin.plan.Movement;
import io.nofin.plan.OpenGate;
import io.nofin.plan.Operation;
import io.nofin.plan.Plan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Faults that are armed in the kernel now. Gates open by {@link #fire} and close by {@link #heal}, or by the kernel's own
 * timeouts. Closing this disarms every namespace, newest first; twice is fine. One thread at a time.
 */
public final class Injection implements AutoCloseable {

    private final Plan plan;
    private final List<ArmedHost> hosts;

    Injection(Plan plan, List<ArmedHost> hosts) throws IOException {
        this.plan = plan;
        this.hosts = hosts;
        heal(plan.hosts().stream().flatMap(host -> host.gates().stream()).map(Gate::fault).distinct().toList());
    }

    public Plan plan() {
        return plan;
    }

    /**
     * Opens the gates of some faults in all namespaces at once.
     *
     * @param length after which the kernel closes them by itself, rounded up to whole seconds
     */
    public Firing fire(List<String> faults, Duration length) throws IOException {
        return move(faults, gate -> new OpenGate(gate, length));
    }

    /** Closes the gates of some faults in all namespaces at once. */
    public Firing heal(List<String> faults) throws IOException {
        return move(faults, CloseGate::new);
    }

    /** What the kernel counted so far, for each gate and direction. */
    public List<GateCount> counts() throws IOException {
        List<GateCount> counts = new ArrayList<>();
        for (ArmedHost host : hosts) {
            Map<IpFamily, SavedRules> saved = host.save();
            for (Gate gate : host.plan().gates()) {
                for (boolean outgoing : new boolean[] {true, false}) {
                    count(gate, outgoing, saved).ifPresent(counts::add);
                }
            }
        }
        return counts;
    }

    /** The hosts whose void queue somebody listens on by now, by their labels: what went there did not vanish. */
    public List<String> leakingHosts() throws IOException {
        List<String> labels = new ArrayList<>();
        for (ArmedHost host : hosts) {
            if (host.boundQueues().contains(host.plan().facts().voidQueue())) {
                labels.add(host.plan().host().label());
            }
        }
        return labels;
    }

    @Override
    public void close() throws IOException {
        Failures failures = new Failures();
        failures.close(hosts);
        failures.throwIfAny();
    }

    /** First everything is sent, then all answers are read: the namespaces change as close together as the kernel can. */
    private Firing move(List<String> faults, Function<Gate, Movement> movement) throws IOException {
        List<HostMovement> movements = hosts.stream().map(host -> HostMovement.of(host, faults, movement)).toList();
        Instant at = Instant.now();
        long start = System.nanoTime();
        long first = start;
        for (HostMovement host : movements) {
            host.send();
            first = first == start ? System.nanoTime() : first;
        }
        long last = System.nanoTime();
        Failures failures = new Failures();
        movements.forEach(host -> failures.attempt(host::await));
        failures.throwIfAny();
        return new Firing(at, Duration.ofNanos(last - first), Duration.ofNanos(last - start));
    }

    /** All gates of one host that move, for one system call. */
    private record HostMovement(NamespaceKernel kernel, List<Movement> gates, List<NetlinkRequest> requests) {

        static HostMovement of(ArmedHost host, List<String> faults, Function<Gate, Movement> movement) {
            List<Movement> gates = host.plan().gates().stream().filter(gate -> faults.contains(gate.fault())).map(movement).toList();
            return new HostMovement(host.kernel(), gates, gates.stream().flatMap(gate -> gate.requests().stream()).toList());
        }

        void send() throws IOException {
            kernel.send(requests);
        }

        void await() throws IOException {
            kernel.await(gates.stream().map(Operation::command).collect(Collectors.joining("; ")), requests.size());
        }
    }

    private static Optional<GateCount> count(Gate gate, boolean outgoing, Map<IpFamily, SavedRules> saved) {
        String chain = gate.chain(outgoing);
        List<SavedRules.Entry> entries = saved.values().stream().flatMap(rules -> rules.entries().stream()).toList();
        List<SavedRules.Entry> verdicts = entries.stream().filter(entry -> entry.chain().equals(chain)).toList();
        if (verdicts.isEmpty()) {
            return Optional.empty();
        }
        long seen = entries.stream().filter(entry -> entry.target().filter(chain::equals).isPresent())
            .mapToLong(SavedRules.Entry::packets).sum();
        return Optional.of(new GateCount(gate, outgoing, seen,
            verdicts.stream().mapToLong(SavedRules.Entry::packets).sum(),
            verdicts.stream().mapToLong(SavedRules.Entry::bytes).sum()));
    }
}
