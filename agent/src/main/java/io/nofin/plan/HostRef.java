package io.nofin.plan;

import io.nofin.scenario.Selector;
import io.nofin.unit.IpNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace, as plans refer to it.
 *
 * @param label     its name for people
 * @param origin    the place where it was found, in the notation of the command line
 * @param namespace the one path by which the whole plan knows it
 * @param addresses the addresses it stands for as a peer
 * @param interfaces the names of its interfaces; none where they are not known
 * @param networks  the interface on each Docker network, by the network's name
 */
public record HostRef(String label, String origin, Path namespace, List<IpNetwork> addresses, List<String> interfaces,
        Map<String, String> networks) {

    public HostRef {
        addresses = List.copyOf(addresses);
        interfaces = List.copyOf(interfaces);
        networks = Map.copyOf(networks);
    }

    /** Creates a reference to a namespace whose interfaces are not known. */
    public HostRef(String label, String origin, Path namespace, List<IpNetwork> addresses) {
        this(label, origin, namespace, addresses, List.of(), Map.of());
    }

    /**
     * Returns the selector with its interface as it is called here: one that has the name, or else the one on the Docker network of
     * that name.
     */
    public Selector localized(Selector selector) {
        return selector.interfaceName().map(wanted -> selector.withInterface(interfaceFor(wanted).orElse(wanted))).orElse(selector);
    }

    /** Returns the interface name that iptables needs for an interface or a Docker network; empty when there is neither here. */
    public Optional<String> interfaceFor(String wanted) {
        return interfaces.isEmpty() || interfaces.stream().anyMatch(name -> Selector.matchesInterface(wanted, name))
            ? Optional.of(wanted) : Optional.ofNullable(networks.get(wanted));
    }

    /** Returns {@code command} as a person would run it inside. */
    public String inside(String command) {
        return "nsenter " + ShellWords.quote("--net=" + namespace) + " " + command;
    }
}
