package io.nofin.plan;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Drop;
import io.nofin.scenario.EffectKind;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Peer;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Trigger;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a scenario into operations on the kernel. A pure function: same scenario, hosts and run id, same plan. */
public final class Planner {

    private final RunId run;
    private final long seed;
    private final Scenario scenario;
    private final ResolvedHosts resolvedHosts;
    private final Map<Path, HostPlanBuilder> builders = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Planner(RunId run, long seed, Scenario scenario, ResolvedHosts resolvedHosts) {
        this.run = run;
        this.seed = seed;
        this.scenario = scenario;
        this.resolvedHosts = resolvedHosts;
    }

    /**
     * Plans a scenario.
     *
     * @param seed the scenario's, or one that was drawn for it
     * @throws BadValueException when a fault's filter does not compile, or is too long for the kernel, or faults that shape do not go
     *                           together
     */
    public static Plan plan(RunId run, long seed, Scenario scenario, ResolvedHosts resolvedHosts) {
        return new Planner(run, seed, scenario, resolvedHosts).plan();
    }

    private Plan plan() {
        int number = 0;
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            add(fault.getKey(), ++number, fault.getValue());
        }
        for (int step = 0; step < scenario.timeline().size(); step++) {
            Optional<Trigger.PacketSeen> packet = scenario.timeline().get(step).packet();
            if (packet.isPresent()) {
                add(step, ++number, packet.get());
            }
        }
        ShapingPlanner shapers = new ShapingPlanner(run, seed, scenario);
        List<HostPlan> plans = builders.values().stream().map(builder -> builder.build(shapers)).toList();
        plans.forEach(plan -> {
            noteMarks(plan);
            noteNetem(plan);
        });
        if (plans.stream().anyMatch(plan -> !plan.facts().families().contains(IpFamily.IPV6))) {
            notes.add("this kernel has no IPv6 (it was booted with ipv6.disable=1, or built without): faults are for IPv4 only");
        }
        return new Plan(run, seed, plans, Plan.timeline(scenario.timeline()), scenario.timeline().stream().filter(step -> step.when().isPresent()).toList(), notes);
    }

    private void add(int step, int number, Trigger.PacketSeen packet) {
        String place = Trigger.PacketSeen.place(step);
        Optional<PacketFilter> filter = compiled(place, packet.selector().filter());
        List<EffectKind> kinds = scenario.timeline().get(step).inject().stream().map(name -> scenario.faults().get(name).kind()).toList();
        Fault.OnTargets selecting = new Fault.OnTargets(packet.on(), packet.selector(), new Drop(), true);
        for (String target : packet.on()) {
            List<Peer> among = packet.selector().peers();
            List<IpNetwork> peers = among.isEmpty() ? ResolvedHosts.EVERYONE : resolvedHosts.addresses(target, among);
            resolvedHosts.under(selecting, target).forEach(host -> builder(host)
                .add(step, Gate.of(host, run, place, number, peers), new SelectorRules(host.localized(packet.selector()), filter), packet, kinds));
        }
    }

    private HostPlanBuilder builder(HostRef host) {
        return builders.computeIfAbsent(host.namespace(), path -> new HostPlanBuilder(run, scenario.name(), host, resolvedHosts.facts().get(path)));
    }

    private void add(String name, int number, Fault fault) {
        Optional<PacketFilter> filter = compiled("faults." + name, fault.selector().filter());
        Set<IpFamily> families = new SelectorRules(fault.selector(), filter).families();
        notes.addAll(FaultNotes.of(name, fault, families));
        for (Fault.Between between : fault.between()) {
            PeerBounds bounds = PeerBounds.of(between.peers());
            for (String target : between.on()) {
                List<IpNetwork> peers = between.peers().isEmpty() ? ResolvedHosts.EVERYONE : resolvedHosts.addresses(target, between.peers());
                resolvedHosts.under(fault, target).forEach(host -> builder(host)
                    .add(Gate.of(host, run, name, number, peers), bounds, new SelectorRules(host.localized(fault.selector()), filter), fault.effect()));
            }
        }
    }

    /** Notes what netem, where it has to be used, does otherwise than people expect. */
    private void noteNetem(HostPlan plan) {
        for (Shape.ByNetem shape : plan.shaping().netems()) {
            if (shape.shaping().engine() == Engine.NETEM) {
                String what = "faults." + shape.fault() + ".engine: netem in " + plan.host().label();
                if (scenario.seed().isPresent() && shape.seed().isEmpty() && shape.shaping().isRandom()) {
                    notes.add(what + " does not follow the seed: this kernel's netem takes none (Linux 6.6 does)");
                }
                if (shape.shaping().decidesAboutEachPacket()) {
                    notes.add(what + " decides once about each packet that a sender hands over: of bulk TCP and of UDP with"
                        + " segmentation offload far less than asked for is hit, in runs; with engine: queue it is each packet of the wire");
                }
            }
        }
    }

    private void noteMarks(HostPlan plan) {
        plan.shaping().queue().filter(queue -> plan.facts().shaping().orElseThrow().wholeMarks()).ifPresent(queue ->
            notes.add(plan.host().label() + ": somebody there compares whole packet marks; packets on their way through nofin's queue"
                + " engine carry bits of " + MarkBits.hex(queue.marks().all()) + " too, and do not match"));
    }

    private static Optional<PacketFilter> compiled(String place, Optional<String> expression) {
        try {
            return expression.map(PacketFilter::compile);
        } catch (BadValueException e) {
            throw new BadValueException(place + ".filter: " + e.what(), e.remedy());
        }
    }
}
