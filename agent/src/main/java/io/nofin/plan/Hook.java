package io.nofin.plan;

import io.nofin.firewall.Table;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.stream.Stream;

/** The places of an effect's rules: the table and the built-in chain for one direction. */
enum Hook {
    /** The last place before the device, behind NAT: the sender believes that the packet has left. */
    MANGLE_POSTROUTING(Table.MANGLE, "POSTROUTING", Side.EGRESS),
    /** The first place behind the device, before connection tracking. */
    RAW_PREROUTING(Table.RAW, "PREROUTING", Side.INGRESS),
    /** The place behind all drops of {@link #RAW_PREROUTING}: dropped packets are not shaped. */
    MANGLE_PREROUTING(Table.MANGLE, "PREROUTING", Side.INGRESS),
    /** A place in front of {@link #FILTER_OUTPUT}. */
    MANGLE_OUTPUT(Table.MANGLE, "OUTPUT", Side.EGRESS),
    /** The place for REJECT, which is valid in the filter table only; see iptables-extensions(8). */
    FILTER_OUTPUT(Table.FILTER, "OUTPUT", Side.EGRESS),
    FILTER_INPUT(Table.FILTER, "INPUT", Side.INGRESS);

    private final Table table;
    private final String builtInChain;
    private final Side side;

    Hook(Table table, String builtInChain, Side side) {
        this.table = table;
        this.builtInChain = builtInChain;
        this.side = side;
    }

    Table table() {
        return table;
    }

    String builtInChain() {
        return builtInChain;
    }

    Side side() {
        return side;
    }

    /** Returns the end of the packet at which the peer is, in the syntax of {@code -m set}. */
    String peerEnd() {
        return side == Side.EGRESS ? "dst" : "src";
    }

    /**
     * Returns matches, in the syntax of iptables(8), of packets that report a refusal: RSTs, and destination unreachable. None of
     * them may be answered (RFC 9293, RFC 1122 and RFC 4443), so REJECT could only lose them, including its own. Those that come in
     * by a device are the peer's; only those that come in through loopback may be REJECT's.
     */
    List<List<String>> answers(IpFamily family) {
        if (table != Table.FILTER) {
            return List.of();
        }
        List<String> device = side == Side.EGRESS ? List.of() : List.of("-i", "lo");
        List<String> unreachable = family == IpFamily.IPV4 ? List.of("-p", "icmp", "-m", "icmp", "--icmp-type", "3")
            : List.of("-p", "icmpv6", "-m", "icmp6", "--icmpv6-type", "1");
        return Stream.of(List.of("-p", "tcp", "-m", "tcp", "--tcp-flags", "RST", "RST"), unreachable)
            .map(match -> Stream.concat(device.stream(), match.stream()).toList()).toList();
    }
}
