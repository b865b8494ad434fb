package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/** {@code struct xt_mark_tginfo2} in linux/netfilter/xt_mark.h: zeroes the bits of {@code mask} in a packet's mark, and XORs {@code mark} into it. */
public record MarkTarget(int mark, int mask) implements Extension.Target {

    @Override
    public String name() {
        return "MARK";
    }

    @Override
    public int revision() {
        return 2;
    }

    @Override
    public void encode(WireWriter out) {
        out.s32(mark)       // mark
            .s32(mask);     // mask
    }
}
