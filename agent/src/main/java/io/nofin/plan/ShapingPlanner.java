package io.nofin.plan;

import io.nofin.netlink.route.ShapingTree;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Side;
import io.nofin.scenario.Step;
import io.nofin.unit.BadValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Plans which engine shapes the packets of each namespace, and hands out queue numbers, marks, classes and seeds. */
final class ShapingPlanner {

    private final RunId run;
    private final long seed;
    private final Scenario scenario;

    ShapingPlanner(RunId run, long seed, Scenario scenario) {
        this.run = run;
        this.seed = seed;
        this.scenario = scenario;
    }

    /**
     * Plans the shaping of one namespace.
     *
     * @param faults the faults that shape there
     * @throws BadValueException when there are more of them than mark bits are free
     */
    ShapingPlan plan(HostRef host, HostFacts facts, List<EngineChoice.Candidate> faults) {
        if (faults.isEmpty()) {
            return ShapingPlan.NONE;
        }
        ShapingFacts here = facts.shaping().orElseThrow();
        EngineChoice choice = new EngineChoice(here.netem(), scenario.seed().isPresent(), this::together);
        MarkBits marks = marks(host, here, faults.size());
        SplittableRandom seeds = new SplittableRandom(seed ^ host.label().hashCode() * 0x9E3779B97F4A7C15L);
        List<Shape> shapes = new ArrayList<>();
        int classes = 0;
        for (int number = 0; number < faults.size(); number++) {
            EngineChoice.Candidate fault = faults.get(number);
            String name = fault.gate().fault();
            int bit = marks.lane(number);
            long netemSeed = seeds.nextLong();
            Optional<String> whyQueue = choice.whyQueue(fault, faults);
            if (fault.goesOut()) {
                shapes.add(whyQueue.isPresent()
                    ? new Shape.ByQueue(name, Side.EGRESS, fault.shaping(), bit, whyQueue.get())
                    : new Shape.ByNetem(name, fault.shaping(), ShapingTree.ROOT.child(++classes),
                        here.netem().seedable() ? OptionalLong.of(netemSeed) : OptionalLong.empty()));
            }
            if (fault.selector().direction().includes(Side.INGRESS)) {
                shapes.add(new Shape.ByQueue(name, Side.INGRESS, fault.shaping(), bit, "incoming packets pass no netem"));
            }
        }
        boolean queued = shapes.stream().anyMatch(Shape.ByQueue.class::isInstance);
        return new ShapingPlan(shapes,
            queued ? Optional.of(new QueuePlan(run, here.queue(), marks, seeds.nextLong(), here.resending())) : Optional.empty(),
            devices(here, shapes, faults));
    }

    /** Returns the seed of a fault's choice of connections in a namespace, the same in every run with the seed of the scenario. */
    long connectionSeed(HostRef host, Gate gate) {
        return new SplittableRandom(seed + gate.number() ^ host.label().hashCode() * 0x9E3779B97F4A7C15L).nextLong();
    }

    private static MarkBits marks(HostRef host, ShapingFacts here, int lanes) {
        try {
            return MarkBits.outOf(here.takenMarks(), lanes);
        } catch (IllegalArgumentException tooFew) {
            throw new BadValueException(host.label() + ": too many faults that shape, or too many bits of the packet mark are used by others: "
                + tooFew.getMessage(), "put fewer faults into one scenario");
        }
    }

    /** Returns the devices that need netem. Packets of a fault that names no interface may leave by any. */
    private static List<String> devices(ShapingFacts here, List<Shape> shapes, List<EngineChoice.Candidate> faults) {
        List<String> byNetem = shapes.stream().filter(Shape.ByNetem.class::isInstance).map(Shape::fault).toList();
        return faults.stream().filter(fault -> byNetem.contains(fault.gate().fault()))
            .flatMap(fault -> devices(here, fault.selector()))
            .distinct().toList();
    }

    private static Stream<String> devices(ShapingFacts here, Selector selector) {
        Optional<String> named = selector.interfaceName().filter(name -> !name.endsWith("+"));
        return named.isPresent() ? named.stream() : here.netem().devices().stream().filter(selector::isOnInterface);
    }

    /**
     * Returns whether two faults may be in force at the same time. Without a timeline any two may, because a person fires them;
     * repeated steps count as one from their first start to their last end.
     */
    private boolean together(String one, String other) {
        return scenario.timeline().isEmpty() || steps(one).anyMatch(first -> steps(other).anyMatch(
            second -> first.at().compareTo(second.end()) < 0 && second.at().compareTo(first.end()) < 0));
    }

    private Stream<Step> steps(String fault) {
        return scenario.timeline().stream().filter(step -> step.inject().contains(fault));
    }
}
