package io.nofin.plan;

import io.nofin.netlink.netfilter.FlowSet;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides whether one fault's rules in one namespace match anything: closed while its sets are empty, open while the peers are in
 * them.
 *
 * @param fault  the fault's name
 * @param number the fault's number in the run, from 1
 * @param ipv4   the IPv4 peers that an open gate lets in; may be empty
 * @param ipv6   the IPv6 peers that it lets in; may be empty
 */
public record Gate(HostRef host, RunId run, String fault, int number, List<IpNetwork> ipv4, List<IpNetwork> ipv6) {

    public Gate {
        ipv4 = List.copyOf(ipv4);
        ipv6 = List.copyOf(ipv6);
    }

    static Gate of(HostRef host, RunId run, String fault, int number, List<IpNetwork> peers) {
        List<IpNetwork> distinct = peers.stream().distinct().toList();
        return new Gate(host, run, fault, number,
            distinct.stream().filter(peer -> peer.family() == IpFamily.IPV4).toList(),
            distinct.stream().filter(peer -> peer.family() == IpFamily.IPV6).toList());
    }

    /** Returns whether both stand open for the same peers, wherever their hosts were found and whatever addresses those have. */
    public boolean hasPeersOf(Gate other) {
        return ipv4.equals(other.ipv4) && ipv6.equals(other.ipv6);
    }

    /** Returns whether it lets all peers of the other one in, and maybe more. */
    public boolean includes(Gate other) {
        return ipv4.containsAll(other.ipv4) && ipv6.containsAll(other.ipv6);
    }

    public IpSet set(IpFamily family) {
        return new IpSet(run.setPrefix(number) + family.version(), family);
    }

    public List<IpNetwork> members(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    /** Returns the chain that holds the gate's one rule for a direction. */
    public String chain(Side side) {
        return run.faultChain(number, side);
    }

    /** Returns one of the chains that decide on connections: {@code pick}, {@code hit} or {@code seen}. */
    public String connectionChain(String part) {
        return run.connectionChain(number, part);
    }

    /** Returns the set of the connections that the fault hits, if it chooses some. */
    public FlowSet hitConnections(IpFamily family) {
        return connections("h", family);
    }

    /** Returns the set of the connections that it has decided on. */
    FlowSet seenConnections(IpFamily family) {
        return connections("s", family);
    }

    private FlowSet connections(String kind, IpFamily family) {
        return new FlowSet(run.setPrefix(number) + kind + family.version(), family);
    }

    Gate joined(Gate other) {
        List<IpNetwork> peers = new ArrayList<>();
        Stream.of(ipv4, ipv6, other.ipv4, other.ipv6).forEach(peers::addAll);
        return of(host, run, fault, number, peers);
    }
}
