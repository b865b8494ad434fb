package io.nofin.inject;

import io.nofin.firewall.SavedRules;
import io.nofin.linux.CrashPoint;
import io.nofin.plan.CloseGate;
import io.nofin.plan.Gate;
import io.nofin.plan.Movement;
import io.nofin.plan.OpenGate;
import io.nofin.plan.Plan;
import io.nofin.plan.Shape;
import io.nofin.scenario.Shaping;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Faults that are armed in the kernel now. Gates open by {@link #fire} and close by {@link #heal}, or by the kernel's own
 * timeouts; those of long faults are renewed by a thread of this. Closing disarms every namespace, newest operation first; twice is
 * fine. One thread at a time.
 */
public final class Injection implements AutoCloseable {

    private final Plan plan;
    private final List<ArmedHost> hosts;
    private final Map<Order, Volley> prepared = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final Safeguard safeguard;
    private final Object gates = new Object();      // the lock of whoever moves them
    private final Leases leases = new Leases(this::renew);

    /** What moves together, and how. */
    private record Order(List<String> faults, boolean open, Duration length) {

        static Order fire(List<String> faults, Duration length) {
            return new Order(faults, true, Leases.first(length));
        }

        static Order heal(List<String> faults) {
            return new Order(faults, false, Duration.ZERO);
        }

        Movement movement(Gate gate) {
            return open ? new OpenGate(gate, length) : new CloseGate(gate);
        }
    }

    /** Prepares all that the timeline asks for, and heals once: what takes long the first time happens now, not at a firing. */
    Injection(Plan plan, List<ArmedHost> hosts, Safeguard safeguard) throws IOException {
        this.plan = plan;
        this.hosts = hosts;
        this.safeguard = safeguard;
        for (Plan.Event event : plan.timeline()) {
            Order order = event.fire() ? Order.fire(event.faults(), event.length()) : Order.heal(event.faults());
            prepared.computeIfAbsent(order, this::volley);
        }
        heal(plan.hosts().stream().flatMap(host -> host.gates().stream()).map(Gate::fault).distinct().toList());
    }

    public Plan plan() {
        return plan;
    }

    /**
     * Opens the gates of some faults in all namespaces at once, or, when one cannot be opened, in none.
     *
     * @param length after which the kernel closes them by itself, rounded up to whole seconds; when this process dies, after {@value
     *     Leases#SECONDS} s at most
     */
    public Firing fire(List<String> faults, Duration length) throws IOException {
        try {
            synchronized (gates) {
                leases.end(faults);
                Firing fired = move(Order.fire(faults, length));
                leases.begin(faults, length);
                safeguard.firing(faults, length);
                return fired;
            }
        } catch (IOException refused) {
            Failures failures = new Failures();
            failures.add(refused);
            failures.attempt(() -> heal(faults));
            throw failures.first();
        }
    }

    /** Closes the gates of some faults in all namespaces at once. */
    public Firing heal(List<String> faults) throws IOException {
        synchronized (gates) {
            leases.end(faults);
            return move(Order.heal(faults));
        }
    }

    /**
     * Shapes a fault's packets otherwise, in all namespaces, until it is {@linkplain #restore restored}; packets that wait stay.
     *
     * @param shaping with the same components as the fault's, or more
     */
    public void set(String fault, Shaping shaping) throws IOException {
        changed.add(fault);
        CrashPoint.pass();
        change(fault, shape -> shaping);
    }

    /** Takes back what {@link #set} did to a fault. */
    public void restore(String fault) throws IOException {
        if (changed.contains(fault)) {
            change(fault, Shape::shaping);
            changed.remove(fault);
        }
    }

    /** What the kernel counted so far, for each gate and direction. */
    public List<GateCount> counts() throws IOException {
        List<GateCount> counts = new ArrayList<>();
        for (ArmedHost host : hosts) {
            Map<IpFamily, SavedRules> saved = host.save();
            for (Gate gate : host.plan().gates()) {
                for (boolean outgoing : new boolean[] {true, false}) {
                    count(gate, outgoing, saved, host.shapers().shaped(gate.fault(), outgoing)).ifPresent(counts::add);
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

    /** How many packets wait to go on that closing would not wait for. */
    public long held() throws IOException {
        long held = 0;
        for (ArmedHost host : hosts) {
            held += host.shapers().held();
        }
        return held;
    }

    /** What went wrong while faults were in force, in words. */
    public List<String> failures() {
        return Stream.concat(leases.problems().stream(), hosts.stream().flatMap(host -> host.shapers().failures().stream())).toList();
    }

    @Override
    public void close() throws IOException {
        synchronized (gates) {
            leases.close();
        }
        Failures failures = new Failures();
        failures.close(hosts);
        failures.attempt(safeguard::close);
        failures.throwIfAny();
    }

    private void change(String fault, Function<Shape, Shaping> shaping) throws IOException {
        Failures failures = new Failures();
        for (ArmedHost host : hosts) {
            Optional<Shape> shape = host.plan().shaping().shapes().stream().filter(one -> one.fault().equals(fault)).findFirst();
            if (shape.isPresent()) {
                failures.attempt(() -> host.shapers().set(fault, shaping.apply(shape.get())));
            }
        }
        failures.throwIfAny();
    }

    private Firing move(Order order) throws IOException {
        Volley volley = prepared.get(order);
        CrashPoint.pass();
        Firing moved = (volley == null ? volley(order) : volley).move();
        CrashPoint.pass();
        return moved;
    }

    private void renew(String fault, Duration length, BooleanSupplier wanted) throws IOException {
        volley(Order.fire(List.of(fault), length)).moveInTurns(gates, wanted);
    }

    private Volley volley(Order order) {
        return new Volley(hosts, order.faults, order::movement);
    }

    private static Optional<GateCount> count(Gate gate, boolean outgoing, Map<IpFamily, SavedRules> saved, Optional<Shaped> shaped) {
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
            verdicts.stream().mapToLong(SavedRules.Entry::bytes).sum(), shaped));
    }
}
