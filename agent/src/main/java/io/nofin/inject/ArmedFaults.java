package io.nofin.inject;

import io.nofin.firewall.SavedRules;
import io.nofin.lifecycle.FailureCollector;
import io.nofin.linux.CrashPoint;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.OpenGate;
import io.nofin.plan.Plan;
import io.nofin.plan.Shape;
import io.nofin.queue.TriggerCounts;
import io.nofin.scenario.Shaping;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults that are armed in the kernel now. Gates open by {@link #fire} and close by {@link #heal}, or by the kernel's own timeouts; a
 * thread of this object renews those of long faults. Closing disarms every namespace, newest operation first; closing twice is fine.
 * One thread at a time may use it, and beside it one that {@linkplain #follow follows} hosts that come and go.
 */
public final class ArmedFaults implements AutoCloseable {

    /** The margin for the kernel, which may remove members a moment before a fault is healed. */
    private static final Duration LAST_MOMENT = Duration.ofMillis(100);

    private static final Duration REHEARSED = Duration.ofSeconds(2 * Leases.SECONDS);      // long enough for a lease

    private final Plan plan;
    private final List<ArmedHost> hosts;
    private final GateVolleys gateVolleys;
    private final Map<String, Shaping> changed = new HashMap<>();
    private final FiringFaults firing = new FiringFaults();
    private final CounterLedger counterLedger = new CounterLedger();
    private final AwaitedPackets awaitedPackets = new AwaitedPackets();
    private final RunGuard runGuard;
    private final Leases leases = new Leases(firing, this::renew);

    /**
     * Prepares everything that the timeline asks for, and heals once, so that whatever takes long the first time happens now and not
     * at a firing.
     */
    ArmedFaults(Plan plan, List<ArmedHost> hosts, RunGuard runGuard) throws IOException {
        this.plan = plan;
        this.hosts = new ArrayList<>(hosts);
        this.runGuard = runGuard;
        this.gateVolleys = new GateVolleys(plan, this.hosts);
        List<String> faults = plan.hosts().stream().flatMap(host -> host.gates().stream()).map(Gate::fault).distinct().toList();
        heal(faults);
        rehearse(faults);
    }

    /** Does what a firing records, for the same reason; no gate moves. */
    private void rehearse(List<String> faults) {
        firing.begin(faults, REHEARSED);
        leases.begin(faults, REHEARSED);
        firing.endAll();
        leases.forget();
    }

    public Plan plan() {
        return plan;
    }

    /** Returns the record of what fires. */
    public FiringFaults firing() {
        return firing;
    }

    /**
     * Opens the gates of some faults in all namespaces at once or, when one cannot be opened, in none.
     *
     * @param length the time after which the caller heals them; the kernel closes them by itself a second or two later, or, when this
     *               process dies, after {@value Leases#SECONDS} s at most
     */
    public synchronized GateTiming fire(List<String> faults, Duration length) throws IOException {
        try {
            GateTiming fired = gateVolleys.open(faults, length);
            firing.begin(faults, length);
            leases.begin(faults, length);
            runGuard.firing(faults, length, firing);
            return fired;
        } catch (IOException refused) {
            FailureCollector failures = new FailureCollector();
            failures.add(refused);
            failures.attempt(() -> heal(faults));
            throw failures.first();
        }
    }

    /** Closes the gates of some faults in all namespaces at once. */
    public synchronized GateTiming heal(List<String> faults) throws IOException {
        firing.end(faults);
        return gateVolleys.close(faults);
    }

    /**
     * Changes the shaping of a fault's packets, in all namespaces, until it is {@linkplain #restore restored}; packets that wait
     * stay.
     *
     * @param shaping a shaping with the same components as the fault's, or more
     */
    public synchronized void set(String fault, Shaping shaping) throws IOException {
        changed.put(fault, shaping);
        CrashPoint.pass();
        change(fault, shape -> shaping);
    }

    /** Undoes {@link #set} for a fault. */
    public synchronized void restore(String fault) throws IOException {
        if (changed.containsKey(fault)) {
            change(fault, Shape::shaping);
            changed.remove(fault);
        }
    }

    /**
     * Follows hosts that change while faults may fire: arms new ones and opens the gates that are open elsewhere, for the time that
     * is left; removes the rules from hosts that are gone, and keeps their counts; gives gates their new peers. The other hosts
     * notice nothing of it.
     *
     * @param now        the same scenario and run, planned for the hosts as they are now
     * @param namespaces the namespaces by the paths by which that plan knows them; the caller closes them, and may close those of
     *                   hosts that are gone once this has returned
     * @throws IOException when any of it was refused; the rest was done
     */
    public void follow(Plan now, Map<Path, NetworkNamespace> namespaces) throws IOException {
        Map<Path, HostPlan> present = now.hosts().stream().collect(Collectors.toMap(host -> host.host().namespace(), Function.identity()));
        FailureCollector failures = new FailureCollector();
        List<ArmedHost> arrived = Injector.armed(arrivals(now), namespaces, runGuard, failures);
        List<ArmedHost> departed = exchange(present, arrived, failures);
        departed.forEach(host -> failures.attempt(() -> counterLedger.leave(host)));
        Workers.close(departed, failures);
        failures.throwIfAny();
    }

    private synchronized List<HostPlan> arrivals(Plan now) {
        List<Path> known = hosts.stream().map(host -> host.plan().host().namespace()).toList();
        return now.hosts().stream().filter(host -> !known.contains(host.host().namespace())).toList();
    }

    /**
     * Checks whether everything is still there, and restores it where that is wanted. Call it a few times a second, from one thread.
     *
     * @param wanted whether a fault is to be restored
     * @return the losses since the last call
     * @throws IOException when it could not be found out, or a loss could not be restored
     */
    public List<Wipe> look(Predicate<String> wanted) throws IOException {
        List<Wipe> wipes = new ArrayList<>();
        FailureCollector failures = new FailureCollector();
        for (ArmedHost host : hostsNow()) {
            failures.attempt(() -> look(host, wanted).ifPresent(wipes::add));
        }
        if (wipes.isEmpty()) {
            failures.throwIfAny();
        }
        return wipes;
    }

    private synchronized List<ArmedHost> hostsNow() {
        return List.copyOf(hosts);
    }

    /** Checks one host. Rules are read without the lock, because that may take a program. */
    private Optional<Wipe> look(ArmedHost host, Predicate<String> wanted) throws IOException {
        synchronized (this) {
            if (!hosts.contains(host) || !askSets(host)) {
                return Optional.empty();
            }
        }
        Map<IpFamily, SavedRules> saved = host.lookout().read(host.plan());
        synchronized (this) {
            return hosts.contains(host) ? wipe(host, host.lookout().compare(host.plan(), saved), wanted) : Optional.empty();
        }
    }

    /** Asks the sets of a host; call it under the lock. */
    private boolean askSets(ArmedHost host) throws IOException {
        host.lookout().askSets(host.plan(), host.kernel(), gate -> remaining(gate.fault()).compareTo(LAST_MOMENT) > 0);
        List<String> shaped = host.plan().shaping().netems().stream().map(Shape::fault).distinct().toList();
        host.shapers().lost().forEach(device -> host.lookout().miss(device, shaped));
        return host.lookout().isDue(host.plan());
    }

    /** Restores what a host has lost, where that is wanted; call it under the lock. */
    private Optional<Wipe> wipe(ArmedHost host, Map<String, Set<String>> lost, Predicate<String> wanted) throws IOException {
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        List<String> faults = lost.values().stream().flatMap(Set::stream).distinct().toList();
        List<String> authors = host.lookout().authors();
        Duration within = Duration.ofNanos(host.lookout().sinceNanos());
        boolean back = faults.stream().anyMatch(wanted) && host.shapers().putBack();
        if (back) {
            counterLedger.keep(host);
            host.putBack();
            open(host);
        }
        return Optional.of(new Wipe(host.plan().host().label(), faults, List.copyOf(lost.keySet()), authors, within, back));
    }

    /** Sets who is called with packets that steps wait for. Call it once, before any is waited for. */
    public synchronized void listen(PacketListener listener) {
        awaitedPackets.listen(listener, hosts);
    }

    /**
     * Begins to hold packets for a step that waits for one.
     *
     * @param within the time after which the kernel stops by itself, rounded up to whole seconds
     */
    public synchronized void await(int step, Duration within) throws IOException {
        awaitedPackets.await(step, within, hosts);
    }

    /** Holds no more packets for a step. */
    public synchronized void disregard(int step) throws IOException {
        awaitedPackets.disregard(step, hosts);
    }

    /** Returns what has passed so far of the packets among which one is that a step waits for. */
    public synchronized TriggerCounts counts(int step) {
        return AwaitedPackets.counts(step, hosts);
    }

    /** Returns the kernel's counts so far, for each gate and direction. */
    public synchronized List<GateCount> counts() throws IOException {
        return counterLedger.with(hosts);
    }

    /** Returns the labels of the hosts whose void queue somebody listens on by now: packets that went there did not vanish. */
    public synchronized List<String> leakingHosts() throws IOException {
        List<String> labels = new ArrayList<>();
        for (ArmedHost host : hosts) {
            if (host.boundQueues().contains(host.plan().facts().voidQueue())) {
                labels.add(host.plan().host().label());
            }
        }
        return labels;
    }

    /** Returns the number of packets that wait to go on and that closing would not wait for. */
    public synchronized long held() throws IOException {
        long held = 0;
        for (ArmedHost host : hosts) {
            held += host.shapers().held();
        }
        return held;
    }

    /** Returns messages about what went wrong while faults were in force. */
    public synchronized List<String> failures() throws IOException {
        List<String> failures = new ArrayList<>(leases.problems());
        for (ArmedHost host : hosts) {
            failures.addAll(host.shapers().failures());
            failures.addAll(host.triggers().failures());
        }
        return failures;
    }

    @Override
    public synchronized void close() throws IOException {
        firing.endAll();
        leases.close();
        FailureCollector failures = new FailureCollector();
        Workers.close(hosts, failures);
        failures.attempt(runGuard::close);
        failures.throwIfAny();
    }

    private void change(String fault, Function<Shape, Shaping> shaping) throws IOException {
        FailureCollector failures = new FailureCollector();
        hosts.forEach(host -> failures.attempt(() -> change(host, fault, shaping)));
        failures.throwIfAny();
    }

    private static void change(ArmedHost host, String fault, Function<Shape, Shaping> shaping) throws IOException {
        Optional<Shape> shape = host.plan().shaping().shapes().stream().filter(one -> one.fault().equals(fault)).findFirst();
        if (shape.isPresent()) {
            host.shapers().set(fault, shaping.apply(shape.get()));
        }
    }

    /** Renews gates under the lock, for one namespace at a time: nobody who wants to move gates waits for all. */
    private void renew(String fault, Duration length, BooleanSupplier wanted) throws IOException {
        GateBatch volley;
        synchronized (this) {
            for (ArmedHost host : hosts) {
                host.lookout().askSets(host.plan(), host.kernel(), fault);    // before members come back
            }
            volley = gateVolleys.opening(fault, length);
        }
        volley.moveInTurns(this, host -> wanted.getAsBoolean() && hosts.contains(host));
    }

    /** Returns the time that the kernel may be given for a fault that fires; zero or less for one that does not. */
    private Duration remaining(String fault) {
        long now = System.nanoTime();
        Optional<Duration> wait = awaitedPackets.remaining(fault);
        if (wait.isPresent()) {
            return wait.get();
        }
        Duration left = firing.find(fault).map(one -> one.remaining(now)).orElse(Duration.ZERO);
        return left.compareTo(Duration.ZERO) > 0 ? Leases.first(left) : left;
    }

    /** Adds hosts that were armed meanwhile, and removes and returns those that are gone. */
    private synchronized List<ArmedHost> exchange(Map<Path, HostPlan> present, List<ArmedHost> arrived, FailureCollector failures) {
        List<ArmedHost> departed = hosts.stream().filter(host -> !present.containsKey(host.plan().host().namespace())).toList();
        hosts.removeAll(departed);
        boolean changed = !departed.isEmpty() || !arrived.isEmpty();
        for (ArmedHost host : hosts) {
            List<Gate> gates = present.get(host.plan().host().namespace()).allGates();
            changed |= !host.plan().allGates().equals(gates);
            failures.attempt(() -> host.shift(gates, this::remaining));
        }
        hosts.addAll(arrived);
        arrived.forEach(host -> failures.attempt(() -> open(host)));
        if (changed) {
            gateVolleys.renew();
        }
        return departed;
    }

    /** Opens, in a host that has just been armed, the gates of the faults that fire, as they are now. */
    private void open(ArmedHost host) throws IOException {
        for (Map.Entry<String, Shaping> change : changed.entrySet()) {
            change(host, change.getKey(), shape -> change.getValue());
        }
        for (String fault : firing.now().keySet()) {
            Duration remaining = remaining(fault);
            if (remaining.compareTo(Duration.ZERO) > 0) {
                new GateBatch(List.of(host), List.of(fault), gate -> new OpenGate(gate, remaining)).move();
            }
        }
        awaitedPackets.open(host);
    }
}
