package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.probe.Probers;
import io.nofin.target.TargetHost;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What a probe's host means: a target's first address, of IPv4 where it has one, or what the agent's own resolver says. */
record ProbeAddresses(String probe, String kind, RunHosts stage) implements Probers.Addresses {

    @Override
    public InetAddress of(String host, int port) throws IOException {
        List<TargetHost> targets = stage.target(host);
        return targets.isEmpty() ? resolved(host) : address(targets.get(0));
    }

    private InetAddress resolved(String host) throws TargetNotFoundException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new TargetNotFoundException("probes." + probe + "." + kind + ": '" + host + "' is neither a target of this scenario nor a"
                + " name this host can resolve: name a target, an address, or a name in DNS or /etc/hosts");
        }
    }

    private static InetAddress address(TargetHost host) throws IOException {
        return host.addresses().stream().filter(network -> network.family() == IpFamily.IPV4).findFirst()
            .or(() -> host.addresses().stream().findFirst())
            .map(IpNetwork::address)
            .orElseThrow(() -> new IOException(host.label() + " has no address to connect to: give it one"));
    }
}
