package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One network namespace of a target.
 *
 * @param label      its name for people: the target's name, with the container's behind a slash where there are several
 * @param origin     the place where it was found, in the notation of the command line: {@code docker:app}, {@code netns:redis}
 * @param namespace  held open; whoever resolved the target closes it
 * @param interfaces the names of all interfaces, loopback among them
 * @param addresses  the addresses of both families except loopback and link-local ones; they stand for the host as a peer
 * @param labels     the labels of the container, if it is one
 * @param networks   the container's interface on each Docker network, by the network's name
 * @param container  the target that means this container alone, by the name that it has now; empty for what is no container
 */
public record TargetHost(
        String label,
        String origin,
        NetworkNamespace namespace,
        List<String> interfaces,
        List<IpNetwork> addresses,
        Map<String, String> labels,
        Map<String, String> networks,
        Optional<TargetSpec> container) {

    public TargetHost {
        interfaces = List.copyOf(interfaces);
        addresses = List.copyOf(addresses);
        labels = Map.copyOf(labels);
        networks = Map.copyOf(networks);
    }

    /** Returns this host with the interfaces and addresses that were found later. */
    public TargetHost movedTo(TargetHost later) {
        return new TargetHost(label, origin, namespace, later.interfaces, later.addresses, labels,
            later.networks.isEmpty() ? networks : later.networks, container);
    }

    /** Returns this host with a descriptor of its namespace that somebody else closes. */
    public TargetHost heldBy(NetworkNamespace descriptor) {
        return new TargetHost(label, origin, descriptor, interfaces, addresses, labels, networks, container);
    }

    TargetHost of(TargetSpec self, Map<String, String> known) {
        return new TargetHost(label, origin, namespace, interfaces, addresses, known, networks, Optional.of(self));
    }
}
