package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.probe.Probers;
import io.nofin.scenario.TargetNotation;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNames;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Resolves a probe's host: a target's first address, IPv4 where it has one, or the answer that programs on the probe's host would
 * get.
 *
 * @param from the host that attempts are made from
 */
record ProbeAddresses(String probe, String kind, TargetHost from, RunHosts runHosts) implements Probers.Addresses {

    @Override
    public InetAddress of(String host, int port) throws IOException {
        List<TargetHost> targets = runHosts.target(host);
        if (!targets.isEmpty()) {
            return address(targets.get(0));
        }
        Optional<InetAddress> literal = IpAddresses.parse(host);
        return literal.isPresent() ? literal.get() : resolved(host);
    }

    private InetAddress resolved(String host) throws IOException {
        try (TargetNames names = runHosts.namesOf(from)) {
            return names.find(host).orElseThrow(() -> new TargetNotFoundException("probes." + probe + "." + kind + ": '" + host
                + "' is neither a target of this scenario nor a name that " + from.origin()
                + " can resolve: " + TargetNotation.remedy(host) + " there")).get(0);
        }
    }

    private static InetAddress address(TargetHost host) throws IOException {
        return host.addresses().stream().filter(network -> network.family() == IpFamily.IPV4).findFirst()
            .or(() -> host.addresses().stream().findFirst())
            .map(IpNetwork::address)
            .orElseThrow(() -> new IOException(host.label() + " has no address to connect to: give it one"));
    }
}
