package io.nofin.plan;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Engine;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingPart;
import io.nofin.scenario.Side;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Chooses the engine that shapes outgoing packets of one namespace: netem where it can do everything that is asked to each packet of
 * the wire, nofin's queue engine otherwise. A packet passes only one class of netem, so faults that may hit the same packets at the
 * same time go to the queue engine.
 *
 * @param seedGiven whether the scenario wants its random decisions repeated
 * @param together  whether two faults, by name, may be in force at the same time
 */
record EngineChoice(NetemFacts netem, boolean seedGiven, BiPredicate<String, String> together) {

    private static final int MOST_COMPARISONS = 1_000_000;

    /** A fault that shapes. */
    record Candidate(Gate gate, Selector selector, Shaping shaping) {

        boolean goesOut() {
            return selector.direction().includes(Side.EGRESS);
        }
    }

    /**
     * Returns why netem does not shape a fault's outgoing packets; empty when it does.
     *
     * @param all the faults of the namespace, this one among them
     * @throws BadValueException when it has to be netem, but netem would not do what is asked
     */
    Optional<String> whyQueue(Candidate fault, List<Candidate> all) {
        List<Candidate> others = all.stream().filter(other -> other != fault && other.goesOut()).toList();
        Optional<String> rival = others.stream().filter(other -> meet(fault, other)).map(other -> other.gate.fault()).findFirst();
        boolean loopback = fault.selector.direction() == Direction.BOTH && fault.selector.isOnInterface(Selector.LOOPBACK);
        if (fault.shaping.engine() == Engine.NETEM && loopback) {
            throw new BadValueException("faults." + fault.gate.fault() + ".engine: each packet of loopback goes out and comes in, and only the"
                + " queue engine recognises a packet that it has shaped", "leave engine out, or write direction: out");
        }
        if (fault.shaping.engine() == Engine.NETEM) {
            rival.ifPresent(other -> {
                throw new BadValueException("faults." + fault.gate.fault() + ".engine: netem holds a packet once, and "
                    + other + " may hit the same ones", "leave engine out, or give the two different peers or times");
            });
            duplicating(fault, others).ifPresent(other -> {
                throw new BadValueException("faults." + fault.gate.fault() + ".engine: this kernel's netem duplicates only where it is alone on"
                    + " a device, and " + other + " uses netem there, too", "leave engine out of one of the two, or have them in two runs, one after the other");
            });
            return Optional.empty();
        }
        if (fault.shaping.engine() == Engine.QUEUE) {
            return Optional.of("as the scenario says");
        }
        return Stream.of(
            fault.shaping.beyondNetem().map(what -> "netem cannot do " + what),
            netem.missing(),
            when(loopback, "each packet of loopback goes out and comes in, but must be shaped once only"),
            rival.map(other -> other + " may hit the same packets, and netem holds a packet once"),
            when(fault.shaping.decidesAboutEachPacket() && mayBeLarge(fault.selector.protocol()),
                "netem decides once about a packet of the sender, which becomes many on the wire"),
            when(!netem.duplicatesMix() && fault.shaping.duplicate().isPresent() && !others.isEmpty(),
                "this kernel's netem duplicates only where it is alone on a device"),
            duplicating(fault, others).map(other -> "this kernel's netem duplicates only where it is alone on a device, and that of " + other + " does"),
            when(!netem.seedable() && seedGiven && fault.shaping.isRandom(),
                "it follows the scenario's seed, which this kernel's netem does not know (Linux 6.6 does)"))
            .flatMap(Optional::stream).findFirst();
    }

    /**
     * Returns another fault under netem that cannot share a device with this one: one of the two duplicates packets, and this kernel
     * permits no second netem beside such a one.
     */
    private Optional<String> duplicating(Candidate fault, List<Candidate> others) {
        return netem.duplicatesMix() ? Optional.empty() : others.stream().filter(other -> other.shaping.engine() == Engine.NETEM)
            .filter(other -> other.shaping.duplicate().isPresent() || fault.shaping.duplicate().isPresent())
            .map(other -> other.gate.fault()).findFirst();
    }

    /**
     * Returns whether the kernel may hand packets of the protocol over in bundles that the device takes apart: segmentation offload.
     */
    private static boolean mayBeLarge(Protocol protocol) {
        return protocol != Protocol.ICMP;
    }

    private static Optional<String> when(boolean holds, String reason) {
        return holds ? Optional.of(reason) : Optional.empty();
    }

    private boolean meet(Candidate one, Candidate other) {
        return together.test(one.gate.fault(), other.gate.fault())
            && (one.selector.protocol() == other.selector.protocol() || one.selector.protocol() == Protocol.ANY
                || other.selector.protocol() == Protocol.ANY)
            && Stream.of(IpFamily.values()).anyMatch(family -> meet(one.gate.members(family), other.gate.members(family)));
    }

    private static boolean meet(List<IpNetwork> networks, List<IpNetwork> others) {
        return (long) networks.size() * others.size() > MOST_COMPARISONS
            || networks.stream().anyMatch(one -> others.stream().anyMatch(one::overlaps));
    }
}
