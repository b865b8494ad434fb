package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_set_info_match_v4} in linux/netfilter/xt_set.h: whether a packet is in a set. The counters of members
 * are left alone.
 */
public record SetMatch(SetDimensions set, boolean negated) implements Extension.Match {

    private static final int COUNTER = 16;       // struct ip_set_counter_match: u8 op, 7 bytes of padding, u64 value

    @Override
    public String name() {
        return "set";
    }

    @Override
    public int revision() {
        return 4;
    }

    @Override
    public void encode(WireWriter out) {
        set.encode(out, negated);                       // match_set
        out.zeros(ALIGNMENT - SetDimensions.BYTES)
            .zeros(COUNTER)                             // packets
            .zeros(COUNTER)                             // bytes
            .u32(0);                                    // flags
    }
}
