package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.ContainerNames;
import io.nofin.target.TargetHost;
import io.nofin.target.Targets;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the address behind the HOST of a monitor. HOST is, in this order, a target ({@code docker:redis}), an address, a name or alias that
 * the container which is looked from knows another one by, or a name that this host resolves.
 */
final class MonitorNames {

    private final Map<String, TargetSpec> targets;
    private final Optional<TargetSpec> from;

    /**
     * Looks nothing up yet.
     *
     * @param targets by the names that stand for them
     * @param from    the container that the monitor looks from, as {@link TargetHost#container} has it
     */
    MonitorNames(Map<String, TargetSpec> targets, Optional<TargetSpec> from) {
        this.targets = targets;
        this.from = from;
    }

    /**
     * Returns the first address of a host.
     *
     * @throws BadValueException when nobody knows the name
     */
    InetAddress address(String host, int port) throws IOException {
        TargetSpec target = targets.get(host);
        if (target != null) {
            return ofTarget(target);
        }
        Optional<InetAddress> literal = IpNetwork.tryParse(host).map(IpNetwork::address);
        if (literal.isPresent()) {
            return literal.get();
        }
        Optional<String> found = ofContainer(host);
        try {
            return InetAddress.getByName(found.orElse(host));
        } catch (UnknownHostException e) {
            throw new BadValueException(from.isPresent() ? "no container on its networks has the name '" + host + "', and this host cannot resolve it"
                : "this host cannot resolve '" + host + "'",
                "name a target, for example docker:redis:6379, an address, or a name in DNS or /etc/hosts");
        }
    }

    private static InetAddress ofTarget(TargetSpec target) throws IOException {
        TargetHost host = Targets.all().resolve("peer", target).get(0);
        host.namespace().close();
        return host.addresses().stream().map(IpNetwork::address).findFirst()
            .orElseThrow(() -> new TargetNotFoundException(target + " has no address: connect it to a network"));
    }

    private Optional<String> ofContainer(String name) throws IOException {
        return from.isPresent() ? ContainerNames.around(from.get()).address(from.get().value().toString(), name) : Optional.empty();
    }
}
