package io.nofin.inject;

import io.nofin.plan.Gate;
import io.nofin.scenario.Side;
import java.util.Optional;

/**
 * The packets that one fault's rules counted in one namespace, in one direction and both families, since they were first armed.
 *
 * @param seenPackets   the packets that the selector matched, gate open or not; the copy that the kernel keeps of a packet to a group
 *                      counts, too, where the group is no peer
 * @param packets       the packets that passed the open gate to the effect; one not yet segmented by offloading counts once
 * @param bytes         their length from the IP header on
 * @param chosen        for a fault on a share of connections, those of both directions; reported with one of them, out if it has both
 * @param shaped        what became of them, where the fault shapes
 */
public record GateCount(Gate gate, Side side, long seenPackets, long packets, long bytes, Optional<Shaped> shaped,
        Optional<ChosenConnections> chosen) {

    /** Creates the count of a fault that does not choose connections. */
    public GateCount(Gate gate, Side side, long seenPackets, long packets, long bytes, Optional<Shaped> shaped) {
        this(gate, side, seenPackets, packets, bytes, shaped, Optional.empty());
    }

    /** Returns the count without what became of the packets. */
    GateCount byRules() {
        return new GateCount(gate, side, seenPackets, packets, bytes, Optional.empty(), Optional.empty());
    }

    /** Returns whether both belong to the same fault on the same host, which may have restarted in between. */
    boolean continues(GateCount before) {
        return side == before.side && gate.number() == before.gate.number() && gate.host().label().equals(before.gate.host().label());
    }

    /** Returns the sum of both, which must {@linkplain #continues belong together}. */
    GateCount plus(GateCount before) {
        return new GateCount(gate, side, seenPackets + before.seenPackets, packets + before.packets, bytes + before.bytes,
            shaped.isPresent() && before.shaped.isPresent() ? shaped.map(here -> here.plus(before.shaped.get())) : shaped.or(before::shaped),
            chosen.isPresent() && before.chosen.isPresent() ? chosen.map(here -> here.plus(before.chosen.get())) : chosen.or(before::chosen));
    }
}
