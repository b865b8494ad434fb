package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.HostNetwork;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.plan.Exemption;
import io.nofin.probe.Probers;
import io.nofin.scenario.PortSet;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * Restricts where nofin connects from this host's own network on behalf of users other than root: not to the host itself, nor to
 * link-local addresses such as the metadata services of clouds, nor to protected addresses, none of which the users could reach
 * themselves.
 *
 * @param everywhere whether there is no restriction
 * @param exemptions the protected addresses
 */
record OutboundPolicy(boolean everywhere, List<Exemption> exemptions) {

    /** Wraps a resolver so that it refuses forbidden addresses; {@code where} names the probe in the error. */
    Probers.Addresses guard(String where, Probers.Addresses addresses) {
        return everywhere ? addresses : (host, port) -> {
            InetAddress address = addresses.of(host, port);
            if (isOwn(address) || exemptions.stream().anyMatch(exemption -> isOf(exemption, address, port))) {
                throw new TargetNotFoundException(where + ": from the host's network only root may reach " + address.getHostAddress()
                    + " port " + port + ": it is the host itself, link-local, broadcast, multicast or protected: name another address");
            }
            return address;
        };
    }

    /** Returns the policy for webhooks. An address that stands in the URL itself was allowed as such, but a name may mean any. */
    Probers.Addresses webhooks() {
        Probers.Addresses guarded = guard("webhook", Probers.Addresses.RESOLVED);
        return (host, port) -> (IpNetwork.tryParse(host.replaceAll("[\\[\\]]", "")).isPresent() ? Probers.Addresses.RESOLVED : guarded).of(host, port);
    }

    private static boolean isOwn(InetAddress address) throws IOException {
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()
            || address.getAddress()[0] == 0      // 0.0.0.0/8; and ::/8, which contains IPv4-compatible and NAT64 addresses
            || HostNetwork.call(() -> isLocal(address));
    }

    /** Asks the kernel: an address need not be on an interface for a packet to stay here. */
    private static boolean isLocal(InetAddress address) throws IOException {
        try (RouteSocket route = RouteSocket.open()) {
            return route.isLocal(address);
        }
    }

    private static boolean isOf(Exemption exemption, InetAddress address, int port) {
        return exemption instanceof Exemption.Peer peer && peer.network().overlaps(IpNetwork.of(address))
            || exemption instanceof Exemption.Ports ports && isOf(ports.ports(), port);
    }

    private static boolean isOf(PortSet ports, int port) {
        return ports.ranges().stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }
}
