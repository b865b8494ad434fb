package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.HostNetwork;
import io.nofin.plan.Exemption;
import io.nofin.probe.Probers;
import io.nofin.scenario.PortSet;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

/**
 * Where nofin connects to from this host's own network on behalf of somebody who is not root: not to the host itself, nor to what only
 * its link reaches, as the metadata services of clouds are, nor to what is protected. They could not go there themselves.
 *
 * @param everywhere whether nothing of that holds
 * @param exemptions what is protected
 */
record OutboundPolicy(boolean everywhere, List<Exemption> exemptions) {

    /** Lets nobody through who may not; {@code where} names the probe in the error. */
    Probers.Addresses guard(String where, Probers.Addresses addresses) {
        return everywhere ? addresses : (host, port) -> {
            InetAddress address = addresses.of(host, port);
            if (isOwn(address) || exemptions.stream().anyMatch(exemption -> isOf(exemption, address, port))) {
                throw new TargetNotFoundException(where + ": from the host's network nobody but root reaches " + address.getHostAddress()
                    + " port " + port + ": it is the host itself, link-local, multicast or protected: name another address");
            }
            return address;
        };
    }

    /** An address that stands in the URL itself was allowed as such; a name may mean any. */
    Probers.Addresses webhooks() {
        Probers.Addresses guarded = guard("webhook", Probers.Addresses.RESOLVED);
        return (host, port) -> (IpNetwork.tryParse(host.replaceAll("[\\[\\]]", "")).isPresent() ? Probers.Addresses.RESOLVED : guarded).of(host, port);
    }

    private static boolean isOwn(InetAddress address) throws IOException {
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()
            || address.getAddress()[0] == 0      // 0.0.0.0/8 is here, ::/8 has IPv4 addresses in it, those of NAT64 too
            || HostNetwork.call(() -> NetworkInterface.getByInetAddress(address) != null);
    }

    private static boolean isOf(Exemption exemption, InetAddress address, int port) {
        return exemption instanceof Exemption.Peer peer && peer.network().overlaps(IpNetwork.of(address))
            || exemption instanceof Exemption.Ports ports && isOf(ports.ports(), port);
    }

    private static boolean isOf(PortSet ports, int port) {
        return ports.ranges().stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }
}
