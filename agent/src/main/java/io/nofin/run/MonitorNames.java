package io.nofin.run;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.ContainerNames;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetNames;
import io.nofin.target.Targets;
import io.nofin.unit.BadValueException;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Quoted;
import io.nofin.yaml.Suggestion;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves the HOST of a monitor. In this order, HOST is a target ({@code docker:redis}), an address, a name that programs on the
 * host that attempts are made from can resolve, or a name or alias that another container has on the networks of that host's
 * container.
 */
final class MonitorNames {

    private final Map<String, TargetSpec> targets;
    private final Optional<TargetHost> from;
    private final TargetNames.Client client;

    /**
     * Creates a resolver, which looks nothing up yet.
     *
     * @param targets by the names that stand for them
     * @param from    the host that attempts are made from; empty for this host
     * @param client  the user on whose behalf names are asked for
     */
    MonitorNames(Map<String, TargetSpec> targets, Optional<TargetHost> from, TargetNames.Client client) {
        this.targets = targets;
        this.from = from;
        this.client = client;
    }

    /**
     * Returns the first address of a host.
     *
     * @throws BadValueException when the name cannot be resolved
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
        Optional<InetAddress> resolved = resolved(host);
        Optional<InetAddress> address = resolved.isPresent() ? resolved : ofContainer(host);
        if (address.isEmpty()) {
            throw unknown(host, port);
        }
        return address.get();
    }

    private Optional<InetAddress> resolved(String host) throws IOException {
        if (from.isEmpty()) {
            return TargetNames.ofThisHost(host).map(all -> all.get(0));
        }
        try (TargetNames names = TargetNames.of(from.get(), client)) {
            return names.find(host).map(all -> all.get(0));
        }
    }

    private BadValueException unknown(String host, int port) throws IOException {
        Optional<TargetSpec> container = from.flatMap(TargetHost::container);
        Optional<String> near = container.isEmpty() ? Optional.empty()
            : Suggestion.to(host, ContainerNames.around(container.get()).seenFrom(container.get().value().toString()));
        String who = from.map(TargetHost::origin).orElse("this host") + " cannot resolve ";
        return new BadValueException(container.isPresent() ? "no container on its networks has the name '" + host + "', and " + who + "it" : who + "'" + host + "'",
            near.map(name -> "did you mean " + Quoted.of(name) + "? Else ").orElse("") + "name a target, for example docker:" + host + ":" + port
                + ", an address, or a name in DNS or /etc/hosts" + (from.isPresent() ? " there" : ""));
    }

    private static InetAddress ofTarget(TargetSpec target) throws IOException {
        TargetHost host = Targets.all().resolve("peer", target).get(0);
        host.namespace().close();
        return host.addresses().stream().map(IpNetwork::address).findFirst()
            .orElseThrow(() -> new TargetNotFoundException(target + " has no address: connect it to a network"));
    }

    private Optional<InetAddress> ofContainer(String name) throws IOException {
        Optional<TargetSpec> container = from.flatMap(TargetHost::container);
        return container.isPresent()
            ? ContainerNames.around(container.get()).address(container.get().value().toString(), name).flatMap(IpAddresses::parse) : Optional.empty();
    }
}
