package io.nofin.report;

import io.nofin.inject.ChosenConnections;
import io.nofin.inject.GateCount;
import io.nofin.plan.Gate;
import io.nofin.run.FaultResult;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains why a fault had no effect, or why that is not known. */
final class NoEffectReasons {

    private static final int PEERS_SHOWN = 4;

    private NoEffectReasons() {
    }

    /** Returns a line for each reason; empty when the fault took effect. */
    static List<String> lines(FaultResult fault) {
        Stream<String> nothing = whyNothing(fault).stream()
            .map(why -> (fault.optional() ? "note: " : "") + "fault " + fault.name() + " matched nothing: " + why);
        return Stream.concat(nothing, doubt(fault).stream()).toList();
    }

    /** Returns the objection that sources other than the counters raise. */
    static Optional<String> doubt(FaultResult fault) {
        return fault.isContradicted() ? Optional.of("fault " + fault.name() + (fault.proof().isNo() ? " did not do what was asked: "
            : ": not known whether it did what was asked: ") + fault.proof().reason()) : Optional.empty();
    }

    /** Returns a line for each namespace and direction, and where its connections went instead; empty when the fault met packets. */
    static List<String> whyNothing(FaultResult fault) {
        if (fault.packets() > 0) {
            return List.of();
        }
        if (fault.counts().isEmpty()) {
            return List.of("its rules were gone before their counters could be read");
        }
        if (fault.turns().isEmpty()) {
            return List.of("it was never injected");
        }
        Optional<ChosenConnections> chosen = fault.counts().stream().flatMap(count -> count.chosen().stream()).reduce(ChosenConnections::plus);
        return Stream.concat(fault.counts().stream().map(count -> where(count) + ": " + why(count, chosen)), fault.hints().stream()).toList();
    }

    private static String why(GateCount count, Optional<ChosenConnections> chosen) {
        List<IpNetwork> peers = peers(count.gate());
        if (peers.isEmpty()) {
            return "none of its peers has an address";
        }
        if (count.seenPackets() == 0) {
            return "the selector saw no packet at all: is there traffic, and are ports, protocol, interface and filter right?";
        }
        String seen = "the selector saw " + Quantities.packets(count.seenPackets()) + " while armed, but none ";
        return chosen.map(connections -> seen + "of a connection that it hits while the fault was firing; it spared "
            + Quantities.count(connections.spared(), "connection")).orElse(seen
            + (count.side() == Side.EGRESS ? "to " : "from ") + named(peers) + " while the fault was firing");
    }

    private static String where(GateCount count) {
        return count.gate().host().label() + " " + count.side().word();
    }

    private static List<IpNetwork> peers(Gate gate) {
        return Stream.of(IpFamily.values()).flatMap(family -> gate.members(family).stream()).toList();
    }

    private static String named(List<IpNetwork> peers) {
        if (peers.containsAll(IpNetwork.everyone(IpFamily.IPV4)) && peers.containsAll(IpNetwork.everyone(IpFamily.IPV6))) {
            return "anyone";
        }
        String shown = peers.stream().limit(PEERS_SHOWN).map(IpNetwork::toString).collect(Collectors.joining(", "));
        return peers.size() > PEERS_SHOWN ? shown + " and " + (peers.size() - PEERS_SHOWN) + " more" : shown;
    }
}
