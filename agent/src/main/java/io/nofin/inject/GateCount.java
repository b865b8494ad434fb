package io.nofin.inject;

import io.nofin.plan.Gate;
import java.util.Optional;

/**
 * What one fault's rules counted in one namespace, in one direction and both families, since they were armed.
 *
 * @param seenPackets   what the selector saw, gate open or not
 * @param packets       what passed the open gate to the effect; a packet not yet segmented by offloading counts once
 * @param bytes         their length from the IP header on
 * @param shaped        what became of them, where the fault shapes
 */
public record GateCount(Gate gate, boolean outgoing, long seenPackets, long packets, long bytes, Optional<Shaped> shaped) {
}
