package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import java.util.List;

/**
 * The packets that no fault may hit.
 *
 * @param peers addresses, networks and host names: every packet to or from them
 * @param ports TCP and UDP ports: every packet with one of them at either end
 */
public record Protection(List<Peer> peers, PortSet ports) {

    public static final Protection NONE = new Protection(List.of(), PortSet.ALL);

    public Protection {
        peers = List.copyOf(peers);
        if (peers.stream().anyMatch(Peer.Target.class::isInstance)) {
            throw ofTarget();
        }
    }

    /** Returns the exception for a target under protection: targets move during a run, and protection must be in place before it. */
    static BadValueException ofTarget() {
        return new BadValueException("a target cannot be protected by its name", "leave it out of on and peers, or write its address");
    }
}
