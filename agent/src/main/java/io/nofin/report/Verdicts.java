package io.nofin.report;

import io.nofin.inject.GateCount;
import io.nofin.plan.Gate;
import io.nofin.run.FaultResult;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words why a fault had no effect. */
final class Verdicts {

    private static final int PEERS_SHOWN = 4;

    private Verdicts() {
    }

    /** A line for each namespace and direction; empty when the fault met packets. */
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
        List<String> reasons = new ArrayList<>();
        for (GateCount count : fault.counts()) {
            reasons.add(where(count) + ": " + (count.seenPackets() == 0
                ? "the selector saw no packet at all: is there traffic, and are ports, protocol, interface and filter right?"
                : "the selector saw " + Quantities.packets(count.seenPackets()) + " while armed, but none "
                    + (count.outgoing() ? "to " : "from ") + peers(count.gate()) + " while the fault was firing"));
        }
        return reasons;
    }

    private static String where(GateCount count) {
        return count.gate().host().label() + (count.outgoing() ? " out" : " in");
    }

    private static String peers(Gate gate) {
        List<IpNetwork> all = Stream.of(IpFamily.values()).flatMap(family -> gate.members(family).stream()).toList();
        if (all.containsAll(IpNetwork.everyone(IpFamily.IPV4)) && all.containsAll(IpNetwork.everyone(IpFamily.IPV6))) {
            return "anyone";
        }
        String shown = all.stream().limit(PEERS_SHOWN).map(IpNetwork::toString).collect(Collectors.joining(", "));
        return all.size() > PEERS_SHOWN ? shown + " and " + (all.size() - PEERS_SHOWN) + " more" : shown;
    }
}
