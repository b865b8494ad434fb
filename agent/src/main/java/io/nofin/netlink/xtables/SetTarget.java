package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/** {@code struct xt_set_info_target_v3} in linux/netfilter/xt_set.h: adds a packet to a set. */
public record SetTarget(SetDimensions added) implements Extension.Target {

    private static final long NO_TIMEOUT = 0xFFFF_FFFFL;

    @Override
    public String name() {
        return "SET";
    }

    @Override
    public int revision() {
        return 3;
    }

    @Override
    public void encode(WireWriter out) {
        added.encode(out, false);               // add_set
        SetDimensions.encodeNone(out);          // del_set
        SetDimensions.encodeNone(out);          // map_set
        out.u32(0)                              // flags
            .u32(NO_TIMEOUT);                   // timeout
    }
}
