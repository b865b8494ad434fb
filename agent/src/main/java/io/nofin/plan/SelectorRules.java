package io.nofin.plan;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.PacketLength;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The matches of a selector, without its peers, in the syntax of iptables-extensions(8). More than one rule may be needed: one for
 * each transport that has ports, and one for every fifteen ports.
 *
 * @param selector the selector, with the interface as it is called in the namespace of the rules
 */
public record SelectorRules(Selector selector, Optional<PacketFilter> filter) {

    private static final int MULTIPORT_SLOTS = 15;      // XT_MULTI_PORTS; a range takes two
    private static final String GRE = "47";             // not among the names that iptables knows without /etc/protocols

    /** Returns an example of each match that needs a module of the kernel's own, for a trial of what this host can do. */
    public static List<List<String>> samples() {
        return List.of(List.of("-p", "tcp", "-m", "multiport", "--ports", "1,2:3"), List.of("-m", "length", "--length", "1:2"),
            List.of("-m", "bpf", "--bytecode", "1,6 0 0 65535"));       // return 65535
    }

    List<List<String>> matches(IpFamily family, Side side) {
        List<List<String>> rules = new ArrayList<>();
        if (!families().contains(family)) {
            return rules;
        }
        for (List<String> protocol : protocols(family)) {
            for (List<String> either : ports("--ports", selector.ports())) {
                for (List<String> local : ports(side == Side.EGRESS ? "--sports" : "--dports", selector.localPorts())) {
                    for (List<String> remote : ports(side == Side.EGRESS ? "--dports" : "--sports", selector.remotePorts())) {
                        rules.add(joined(List.of(device(side), protocol, either, local, remote, length(), bytecode())));
                    }
                }
            }
        }
        return rules;
    }

    /** Returns the families whose packets can match. */
    Set<IpFamily> families() {
        return filter.map(PacketFilter::families).orElse(EnumSet.allOf(IpFamily.class));
    }

    private List<String> device(Side side) {
        String option = side == Side.EGRESS ? "-o" : "-i";
        return selector.interfaceName().map(name -> List.of(option, name)).orElse(List.of("!", option, "lo"));
    }

    private List<List<String>> protocols(IpFamily family) {
        return switch (selector.protocol()) {
            case TCP -> List.of(List.of("-p", "tcp"));
            case UDP -> List.of(List.of("-p", "udp"));
            case SCTP -> List.of(List.of("-p", "sctp"));
            case ICMP -> List.of(List.of("-p", family == IpFamily.IPV4 ? "icmp" : "icmpv6"));
            case GRE -> List.of(List.of("-p", GRE));
            case ESP -> List.of(List.of("-p", "esp"));
            case ANY -> transports().stream().map(name -> name.map(known -> List.of("-p", known)).orElse(List.of())).toList();
        };
    }

    /** Returns the transports that have what the selector asks for; an empty one, if it asks for nothing, means all. */
    private List<Optional<String>> transports() {
        return !selector.hasTransport() ? List.of(Optional.empty())
            : Stream.of("tcp", "udp", "sctp").filter(name -> selector.connections().isEmpty() || !name.equals("sctp")).map(Optional::of).toList();
    }

    private static List<List<String>> ports(String option, PortSet ports) {
        return ports.isEmpty() ? List.of(List.of()) : multiport(option, ports);
    }

    /** Returns as many matches as the ports need. */
    static List<List<String>> multiport(String option, PortSet ports) {
        return ports.groups(MULTIPORT_SLOTS).stream().map(group -> List.of("-m", "multiport", option,
            group.stream().map(SelectorRules::written).collect(Collectors.joining(",")))).toList();
    }

    private static String written(PortSet.Range range) {
        return range.first() == range.last() ? Integer.toString(range.first()) : range.first() + ":" + range.last();
    }

    private List<String> length() {
        PacketLength length = selector.length();
        return length.isAny() ? List.of() : List.of("-m", "length", "--length",
            length.least() == length.most() ? Integer.toString(length.least()) : length.least() + ":" + length.most());
    }

    private List<String> bytecode() {
        return filter.map(compiled -> List.of("-m", "bpf", "--bytecode", compiled.bytecode())).orElse(List.of());
    }

    private static List<String> joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
