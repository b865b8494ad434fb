package io.nofin.plan;

import io.nofin.scenario.Peer;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The networks outside of which a fault has no peer. Rules compare a packet's address with the narrowest network around all of them
 * before they ask a set or a mark: the comparison costs a packet of somebody else 2 ns, the set 100 ns, and a mark 30 ns. Only
 * peers that are written as networks have bounds, because the addresses of targets and names may change while rules are in place.
 *
 * @param fixed    whether the peers stay as they are
 * @param networks the peers, of both families; meaningless where they may change
 */
record PeerBounds(boolean fixed, List<IpNetwork> networks) {

    /** The bounds of faults that may reach anybody. */
    static final PeerBounds NONE = new PeerBounds(false, List.of());

    /**
     * Returns the bounds of peers.
     *
     * @param peers none for everyone
     */
    static PeerBounds of(List<Peer> peers) {
        List<IpNetwork> networks = new ArrayList<>();
        for (Peer peer : peers) {
            if (!(peer instanceof Peer.Network network)) {
                return NONE;
            }
            networks.add(network.network());
        }
        return networks.isEmpty() ? NONE : new PeerBounds(true, networks);
    }

    /** Returns the bounds of two faults, or of two parts of one. */
    PeerBounds joined(PeerBounds other) {
        return fixed && other.fixed ? new PeerBounds(true, Stream.of(networks, other.networks).flatMap(List::stream).distinct().toList()) : NONE;
    }

    /** Returns whether a packet of a family can be to or from one of the peers. */
    boolean reach(IpFamily family) {
        return !fixed || networks.stream().anyMatch(network -> network.family() == family);
    }

    /** Returns a match of the packets within the bounds, in the syntax of iptables(8); no arguments where that would be all packets. */
    List<String> match(IpFamily family, Side side) {
        return IpNetwork.around(networks.stream().filter(network -> fixed && network.family() == family).toList())
            .filter(around -> around.prefixLength() > 0)
            .map(around -> List.of(side == Side.EGRESS ? "-d" : "-s", around.toString())).orElse(List.of());
    }
}
