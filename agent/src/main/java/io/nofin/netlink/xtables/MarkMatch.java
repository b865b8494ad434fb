package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_mark_mtinfo1} in linux/netfilter/xt_mark.h: compares bits of a packet's mark.
 *
 * @param mask    the bits that are compared
 * @param negated whether they must differ
 */
public record MarkMatch(int mark, int mask, boolean negated) implements Extension.Match {

    @Override
    public String name() {
        return "mark";
    }

    @Override
    public int revision() {
        return 1;
    }

    @Override
    public void encode(WireWriter out) {
        out.s32(mark)                   // mark
            .s32(mask)                  // mask
            .u8(negated ? 1 : 0);       // invert
    }
}
