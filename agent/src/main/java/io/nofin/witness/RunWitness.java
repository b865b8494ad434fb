package io.nofin.witness;

import io.nofin.inject.GateCount;
import io.nofin.linux.OutputFolder;
import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.target.TargetHost;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The witness of a whole run: captures on every host that gets rules, and on their peers among the known hosts; one capture for each
 * interface, whatever the number of faults. Start it before anything is armed, tell it when gates move, ask it when all has healed
 * and the connections have had their time to recover. Not thread-safe.
 */
public final class RunWitness implements AutoCloseable {

    private static final Duration PRECISION = Duration.ofMillis(2);

    private final Scenario scenario;
    private final Map<Path, HostWatch> hosts = new LinkedHashMap<>();
    private final List<Selection> selections = new ArrayList<>();
    private final List<FaultWatch> faults = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();

    private RunWitness(Scenario scenario) {
        this.scenario = scenario;
    }

    /**
     * Starts to capture.
     *
     * @param hosts the hosts by the paths by which the plan knows their namespaces; those that get rules, and all others that may be
     *              peers
     * @param memory the memory that all watched hosts share
     * @throws IOException when libpcap is missing, or a host has no interface that is up
     * @throws io.nofin.unit.BadValueException when there are more interfaces than a run may watch, or there is no memory left for
     *                                         them
     */
    public static RunWitness watch(Scenario scenario, Plan plan, Map<Path, TargetHost> hosts, CaptureMemory memory) throws IOException {
        RunWitness witness = new RunWitness(scenario);
        try {
            Map<Gate, Selection> own = new LinkedHashMap<>();
            plan.hosts().forEach(host -> host.gates().forEach(gate -> own.put(gate, witness.selection(host, gate))));
            Map<Path, List<Selection>> watched = selections(own, hosts);
            for (Map.Entry<Path, List<Selection>> host : watched.entrySet()) {
                witness.hosts.put(host.getKey(), HostWatch.start(hosts.get(host.getKey()), KernelFilter.of(host.getValue(), !witness.damages()),
                    witness.scope(host.getValue()), memory.share(watched.size())));
            }
            own.forEach((gate, selection) -> witness.faults.add(new FaultWatch(gate, scenario.faults().get(gate.fault()), selection,
                witness.hosts.get(gate.host().namespace()))));
            return witness;
        } catch (IOException | RuntimeException | Error e) {
            witness.close();
            throw e;
        }
    }

    /** Notes which connections there are. Call this some milliseconds before the gates open. */
    public void firing(List<String> names) {
        each(names, FaultWatch::firing);
    }

    /**
     * Notes that gates are open.
     *
     * @param nanos the time at which all gates are known to be open, on the clock of {@link System#nanoTime}
     */
    public void fired(List<String> names, long nanos) {
        each(names, fault -> fault.fired(nanos));
    }

    /**
     * Notes that gates are about to close.
     *
     * @param nanos the time when the first gate is about to be closed
     */
    public void healing(List<String> names, long nanos) {
        each(names, fault -> fault.healing(nanos));
    }

    /** Notes that a fault no longer does what the scenario says, so that there is nothing to measure it by. */
    public void changed(String name) {
        changed.add(name);
    }

    /**
     * Returns the evidence about each fault on each host. May take seconds where many packets are remembered.
     *
     * @param counts   the counts of the gates, read after the last heal
     * @param inFlight the longest time that a packet may have been on its way when a cut began, because other faults or the line held
     *                 it
     */
    public List<FaultEvidence> evidence(List<GateCount> counts, Duration inFlight) {
        return faults.stream().map(fault -> fault.evidence(counts, inFlight, asked(fault, inFlight), lines(fault))).toList();
    }

    /** Writes the remembered packets of each host as {@code LABEL.pcapng}, with comments where faults were injected and healed. */
    public void save(Path directory) throws IOException {
        try (OutputFolder folder = OutputFolder.open(directory)) {
            for (HostWatch host : hosts.values()) {
                host.save(folder);
            }
        }
    }

    @Override
    public void close() {
        hosts.values().forEach(HostWatch::close);
        selections.forEach(Selection::close);
    }

    private void each(List<String> names, Consumer<FaultWatch> action) {
        faults.stream().filter(fault -> names.contains(fault.gate().fault())).forEach(action);
    }

    /** Returns the packets to look for on each host: those of its own faults, and those that other hosts' faults exchange with it. */
    private static Map<Path, List<Selection>> selections(Map<Gate, Selection> faults, Map<Path, TargetHost> hosts) {
        Map<Path, List<Selection>> selections = new LinkedHashMap<>();
        faults.forEach((gate, selection) -> {
            selections.computeIfAbsent(gate.host().namespace(), key -> new ArrayList<>()).add(selection);
            hosts.forEach((path, host) -> {
                if (!path.equals(gate.host().namespace()) && isPeer(host, selection)) {
                    selections.computeIfAbsent(path, key -> new ArrayList<>()).add(fromAfar(selection.selector()));
                }
            });
        });
        return selections;
    }

    private Selection selection(HostPlan host, Gate gate) {
        List<IpNetwork> peers = Stream.of(IpFamily.values()).flatMap(family -> gate.members(family).stream()).toList();
        Selection selection =
            new Selection(gate.host().localized(scenario.faults().get(gate.fault()).selector()), new PeerSet(peers), host.facts().exemptions());
        selections.add(selection);
        return selection;
    }

    private static boolean isPeer(TargetHost host, Selection selection) {
        return host.addresses().stream().anyMatch(address ->
            selection.peers().contains(address.family(), address.address().getAddress(), 0));
    }

    /** Returns a peer's view of a fault's packets: the same packets from the other end, or those of hosts behind the fault's host. */
    private static Selection fromAfar(Selector selector) {
        Selector mirrored = new Selector(List.of(), selector.ports(), selector.remotePorts(), selector.localPorts(), selector.protocol(),
            Direction.BOTH, Optional.empty(), Optional.empty());
        return new Selection(mirrored, new PeerSet(Stream.of(IpFamily.values())
            .flatMap(family -> IpNetwork.everyone(family).stream()).toList()), List.of());
    }

    private boolean damages() {
        return scenario.faults().values().stream().anyMatch(fault -> fault.shaping().flatMap(Shaping::corrupt).isPresent());
    }

    /** Returns the scope: whole packets only where damage is to be found, loopback only where a fault names it. */
    private CaptureScope scope(List<Selection> selections) {
        boolean loopback = selections.stream().anyMatch(one -> one.selector().interfaceName().isPresent() && one.selector().isOnInterface(Captures.LOOPBACK));
        CaptureScope scope = damages() ? CaptureScope.WHOLE : CaptureScope.BEGINNINGS;
        return loopback ? scope.withLoopback() : scope;
    }

    private Optional<ExpectedShaping> asked(FaultWatch fault, Duration inFlight) {
        return fault.shaping().map(shaping -> new ExpectedShaping(shaping, inFlight.plus(shaping.held()), PRECISION, doubt(fault)));
    }

    private Optional<String> doubt(FaultWatch fault) {
        String name = fault.gate().fault();
        if (changed.contains(name) || scenario.timeline().stream().anyMatch(step -> step.ramp().isPresent() && step.inject().contains(name))) {
            return Optional.of("the fault changed while it lasted");
        }
        return faults.stream().filter(other -> other != fault && other.host() == fault.host())
            .filter(other -> other.inForce().stream().anyMatch(turn -> fault.inForce().stream().anyMatch(turn::overlaps)))
            .map(other -> other.gate().fault() + " was in force at the same time").findFirst();
    }

    /** Returns the lines between any two other hosts, for packets that cross the host of the fault. */
    private List<PathMeasurement> lines(FaultWatch fault) {
        List<PathMeasurement> lines = new ArrayList<>();
        boolean forwards = fault.inForce().stream().anyMatch(turn ->
            fault.host().witness().sweep(turn).packets().stream().anyMatch(fault.selection()::mightSelectPassing));
        List<WireWitness> others = hosts.values().stream().filter(host -> host != fault.host()).map(HostWatch::witness).toList();
        for (WireWitness from : forwards ? others : List.<WireWitness>of()) {
            others.stream().filter(to -> to != from).forEach(to -> lines.add(new PathMeasurement(from, to)));
        }
        return lines;
    }
}
