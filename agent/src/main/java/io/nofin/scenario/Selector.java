package io.nofin.scenario;

import java.util.List;
import java.util.Optional;

/**
 * Which packets a fault means: those for which every part holds.
 *
 * @param peers       the other ends; empty means everyone
 * @param ports       at either end; empty means all
 * @param localPorts  at the target's end; empty means all
 * @param remotePorts at the peer's end; empty means all
 * @param interfaceName the target's interface; without one, all but loopback
 * @param filter      a pcap-filter(7) expression on the packet from its IP header on
 */
public record Selector(
        List<Peer> peers,
        PortSet ports,
        PortSet localPorts,
        PortSet remotePorts,
        Protocol protocol,
        Direction direction,
        Optional<String> interfaceName,
        Optional<String> filter) {

    public Selector {
        peers = List.copyOf(peers);
        boolean somePorts = !(ports.isEmpty() && localPorts.isEmpty() && remotePorts.isEmpty());
        if (somePorts && protocol == Protocol.ICMP) {
            throw new IllegalArgumentException("icmp has no ports: leave the ports out, or say protocol: tcp or udp");
        }
    }

    /** Every packet but loopback's, both ways. */
    public static Selector all() {
        return new Selector(List.of(), PortSet.ALL, PortSet.ALL, PortSet.ALL, Protocol.ANY, Direction.BOTH,
            Optional.empty(), Optional.empty());
    }

    public boolean hasPorts() {
        return !(ports.isEmpty() && localPorts.isEmpty() && remotePorts.isEmpty());
    }

    public Selector withPeers(List<Peer> others) {
        return new Selector(others, ports, localPorts, remotePorts, protocol, direction, interfaceName, filter);
    }
}
