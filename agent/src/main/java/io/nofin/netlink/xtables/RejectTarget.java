package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * {@code struct ipt_reject_info} in linux/netfilter_ipv4/ipt_REJECT.h and {@code struct ip6t_reject_info} in
 * linux/netfilter_ipv6/ip6t_REJECT.h: drops a packet and answers it.
 *
 * @param with the number of the answer, 0 to 8
 */
public record RejectTarget(int with) implements Extension.Target {

    /** {@code enum ipt_reject_with}, in the words of iptables-extensions(8). */
    private static final List<String> IPV4 = List.of("icmp-net-unreachable", "icmp-host-unreachable", "icmp-proto-unreachable",
        "icmp-port-unreachable", "echoreply", "icmp-net-prohibited", "icmp-host-prohibited", "tcp-reset", "icmp-admin-prohibited");
    /** {@code enum ip6t_reject_with}. */
    private static final List<String> IPV6 = List.of("icmp6-no-route", "icmp6-adm-prohibited", "not-neighbour", "icmp6-addr-unreachable",
        "icmp6-port-unreachable", "echoreply", "tcp-reset", "icmp6-policy-fail", "icmp6-reject-route");

    /** Returns the target that answers by {@code word}; empty where a family has no such answer. */
    public static Optional<RejectTarget> find(IpFamily family, String word) {
        List<String> words = family == IpFamily.IPV4 ? IPV4 : IPV6;
        return words.contains(word) ? Optional.of(new RejectTarget(words.indexOf(word))) : Optional.empty();
    }

    @Override
    public String name() {
        return "REJECT";
    }

    @Override
    public void encode(WireWriter out) {
        out.u32(with);      // with
    }
}
