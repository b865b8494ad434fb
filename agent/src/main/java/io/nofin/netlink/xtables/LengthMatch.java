package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/** {@code struct xt_length_info} in linux/netfilter/xt_length.h: the length of a packet from its IP header on, 0 to 65535. */
public record LengthMatch(int least, int most) implements Extension.Match {

    @Override
    public String name() {
        return "length";
    }

    @Override
    public void encode(WireWriter out) {
        out.u16(least)      // min
            .u16(most)      // max
            .u8(0);         // invert
    }
}
