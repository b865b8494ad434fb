package io.nofin.witness;

import io.nofin.scenario.PortSet;
import io.nofin.scenario.Selector;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A pcap-filter(7) expression for a fault's packets and those that belong to them: both directions of its connections, and ICMP
 * errors. It lets more pass than the fault selects, never less: a long list of peers or ports is left to user space.
 */
final class KernelFilter {

    private static final int MOST_TERMS = 64;           // the kernel takes 4096 instructions; each term costs a few, four times
    private static final String ERRORS = "icmp[icmptype] == 3 or icmp[icmptype] == 4 or icmp[icmptype] == 11 or icmp[icmptype] == 12"
        + " or icmp6[icmp6type] < 128";
    /** The headers behind which libpcap finds no ports: hop-by-hop options, routing, fragments, destination options. */
    private static final String EXTENDED = "ip6[6] == 0 or ip6[6] == 43 or ip6[6] == 44 or ip6[6] == 60";

    private KernelFilter() {
    }

    static String of(List<Selection> selections) {
        return of(selections, true);
    }

    /** @param intact whether ports are what was sent: else packets of all ports pass, as damaged ones may have any */
    static String of(List<Selection> selections, boolean intact) {
        String packets = selections.stream().map(selection -> of(selection.selector(), selection.peers(), intact)).distinct()
            .map(one -> "(" + one + ")").collect(Collectors.joining(" or "));
        return "(" + packets + ") or " + ERRORS + " or " + EXTENDED;
    }

    private static String of(Selector selector, PeerSet peers, boolean intact) {
        List<String> parts = new ArrayList<>(List.of(protocol(selector)));
        if (intact && !selector.ports().isEmpty() && selector.ports().ranges().size() <= MOST_TERMS) {
            parts.add(ports("", selector.ports()));
        }
        if (intact && selector.localPorts().ranges().size() + selector.remotePorts().ranges().size() <= MOST_TERMS) {
            parts.add(eitherWay(selector.localPorts(), selector.remotePorts()));
        }
        if (peers.networks().size() <= MOST_TERMS) {
            parts.add(peers(peers));
        }
        return parts.stream().filter(part -> !part.isEmpty()).map(part -> "(" + part + ")").collect(Collectors.joining(" and "));
    }

    private static String protocol(Selector selector) {
        return switch (selector.protocol()) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case SCTP -> "sctp";
            case ICMP -> "icmp or icmp6";
            case GRE -> "proto 47";
            case ESP -> "proto 50";
            case ANY -> selector.hasPorts() ? "tcp or udp or sctp" : "ip or ip6";
        };
    }

    private static String eitherWay(PortSet local, PortSet remote) {
        if (local.isEmpty() && remote.isEmpty()) {
            return "";
        }
        return "(" + ends("src ", local, "dst ", remote) + ") or (" + ends("dst ", local, "src ", remote) + ")";
    }

    private static String ends(String localEnd, PortSet local, String remoteEnd, PortSet remote) {
        if (local.isEmpty() || remote.isEmpty()) {
            return local.isEmpty() ? ports(remoteEnd, remote) : ports(localEnd, local);
        }
        return "(" + ports(localEnd, local) + ") and (" + ports(remoteEnd, remote) + ")";
    }

    private static String ports(String end, PortSet ports) {
        return ports.ranges().stream().map(range -> end + "portrange " + range.first() + "-" + range.last())
            .collect(Collectors.joining(" or "));
    }

    private static String peers(PeerSet peers) {
        List<String> terms = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            if (peers.isEveryone(family)) {
                terms.add(family == IpFamily.IPV4 ? "ip" : "ip6");
            } else {
                peers.networks().stream().filter(network -> network.family() == family).map(KernelFilter::net).forEach(terms::add);
            }
        }
        return terms.isEmpty() ? "less 0" : String.join(" or ", terms);     // without peers there are no packets
    }

    private static String net(IpNetwork network) {
        return (network.isSingleAddress() ? "host " : "net ") + network;
    }
}
