package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;

/**
 * {@code struct ipt_icmp} in linux/netfilter_ipv4/ip_tables.h and {@code struct ip6t_icmp} in linux/netfilter_ipv6/ip6_tables.h: a type
 * of ICMP with any code.
 *
 * @param type 0 to 254
 */
public record IcmpMatch(IpFamily family, int type) implements Extension.Match {

    private static final int ANY_CODE = 0xFF;

    @Override
    public String name() {
        return family == IpFamily.IPV4 ? "icmp" : "icmp6";
    }

    @Override
    public void encode(WireWriter out) {
        out.u8(type)                // type
            .u8(0).u8(ANY_CODE)     // code[0] to code[1]
            .u8(0);                 // invflags
    }
}
