package io.nofin.plan;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Probability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a scenario into operations on the kernel. A pure function: same scenario, hosts and run id, same plan. */
public final class Planner {

    private final RunId run;
    private final long seed;
    private final Scenario scenario;
    private final Hosts hosts;
    private final Map<Path, HostPlanBuilder> builders = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Planner(RunId run, long seed, Scenario scenario, Hosts hosts) {
        this.run = run;
        this.seed = seed;
        this.scenario = scenario;
        this.hosts = hosts;
    }

    /**
     * Plans a scenario.
     *
     * @param seed the scenario's, or one that was drawn for it
     * @throws BadValueException when a fault's filter does not compile, or is too long for the kernel, or faults that shape do not go
     *                           together
     */
    public static Plan plan(RunId run, long seed, Scenario scenario, Hosts hosts) {
        return new Planner(run, seed, scenario, hosts).plan();
    }

    private Plan plan() {
        int number = 0;
        for (Map.Entry<String, Fault> fault : scenario.faults().entrySet()) {
            add(fault.getKey(), ++number, fault.getValue());
        }
        ShapingPlanner shapers = new ShapingPlanner(run, seed, scenario);
        List<HostPlan> plans = builders.values().stream().map(builder -> builder.build(shapers)).toList();
        plans.forEach(plan -> {
            noteMarks(plan);
            noteNetem(plan);
        });
        if (plans.stream().anyMatch(plan -> !plan.families().contains(IpFamily.IPV6))) {
            notes.add("this kernel has no IPv6 (it was booted with ipv6.disable=1, or built without): faults are for IPv4 only");
        }
        return new Plan(run, seed, plans, Plan.timeline(scenario.timeline()), notes);
    }

    private void add(String name, int number, Fault fault) {
        Optional<PacketFilter> filter = compiled(name, fault.selector().filter());
        Set<IpFamily> families = new SelectorRules(fault.selector(), filter).families();
        if (families.size() == 1) {
            notes.add("faults." + name + ".filter: matches no " + (families.contains(IpFamily.IPV4) ? "IPv6" : "IPv4")
                + " packet at all; tcp[...], udp[...] and icmp[...] look into IPv4 only, see pcap-filter(7)");
        }
        note(name, fault.selector());
        fault.shaping().ifPresent(shaping -> noteCorrelation(name, shaping));
        for (Fault.Between between : fault.between()) {
            List<IpNetwork> peers = between.peers().isEmpty() ? Hosts.EVERYONE : hosts.addresses(between.peers());
            between.on().stream().flatMap(target -> hosts.under(fault, target).stream()).forEach(host ->
                builders.computeIfAbsent(host.namespace(), path -> new HostPlanBuilder(run, scenario.name(), host, hosts.facts().get(path)))
                    .add(Gate.of(host, run, name, number, peers), new SelectorRules(host.localized(fault.selector()), filter), fault.effect()));
        }
    }

    /** Notes what the rules see otherwise than a person would. */
    private void note(String name, Selector selector) {
        if (selector.connections().filter(some -> some.state() != ConnectionState.ALL).isPresent() && selector.protocol() != Protocol.TCP) {
            notes.add("faults." + name + ".connections: a flow of UDP is known to have been there before if it sent something since the"
                + " rules were armed, or connection tracking was on already; otherwise it counts as new");
        }
        if (!selector.length().isAny() && (selector.protocol() == Protocol.TCP || selector.protocol() == Protocol.ANY)) {
            notes.add("faults." + name + ": TCP hands several segments over as one packet where the device splits them, and lengths are"
                + " those of such packets; lost segments are sent again one by one");
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
                if (EngineChoice.decidesOncePerBundle(shape.shaping())) {
                    notes.add(what + " decides once about each packet that a sender hands over: of bulk TCP and of UDP with"
                        + " segmentation offload far less than asked for is hit, in runs; with engine: queue it is each packet of the wire");
                }
            }
        }
    }

    /** Notes the effect of netem's correlation on a probability. */
    private void noteCorrelation(String name, Shaping shaping) {
        shaping.delay().filter(delay -> delay.jitter().isZero() && !delay.correlation().equals(Probability.ZERO)).ifPresent(delay ->
            notes.add("faults." + name + ".delay: a correlation is one of the jitter: without jitter it does nothing"));
        shaping.loss().filter(Loss.Random.class::isInstance).map(Loss.Random.class::cast)
            .ifPresent(loss -> noteCorrelation(name + ".loss", loss.probability(), loss.correlation(),
                "write loss: { probability: " + loss.probability() + ", burst: 4 } for runs of four and a mean that holds"));
        shaping.duplicate().ifPresent(some -> noteCorrelation(name + ".duplicate", some.probability(), some.correlation(), "leave it out"));
        shaping.corrupt().ifPresent(some -> noteCorrelation(name + ".corrupt", some.probability(), some.correlation(), "leave it out"));
        shaping.reorder().ifPresent(some -> noteCorrelation(name + ".reorder", some.probability(), some.correlation(), "leave it out"));
    }

    private void noteCorrelation(String key, Probability probability, Probability correlation, String remedy) {
        if (!correlation.equals(Probability.ZERO)) {
            double share = LongRun.share(probability, correlation);
            notes.add("faults." + key + ": with a correlation of " + correlation + ", netem's model hits "
                + (Double.isNaN(share) ? "all or none, as its first draw falls" : String.format(Locale.ROOT, "%.2g%%", share * 100)
                    + " of the packets in the long run, not " + probability) + ": " + remedy);
        }
    }

    private void noteMarks(HostPlan plan) {
        plan.shaping().queue().filter(queue -> plan.facts().shaping().orElseThrow().wholeMarks()).ifPresent(queue ->
            notes.add(plan.host().label() + ": somebody there compares whole packet marks; packets on their way through nofin's queue"
                + " engine carry bits of " + MarkBits.hex(queue.marks().all()) + " too, and do not match"));
    }

    private static Optional<PacketFilter> compiled(String fault, Optional<String> expression) {
        try {
            return expression.map(PacketFilter::compile);
        } catch (BadValueException e) {
            throw new BadValueException("faults." + fault + ".filter: " + e.what(), e.remedy());
        }
    }
}
