package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_classify_target_info} in linux/netfilter/xt_CLASSIFY.h: gives a packet to a class of the device's qdisc.
 *
 * @param id the class, major number times 65536 and minor number
 */
public record ClassifyTarget(long id) implements Extension.Target {

    @Override
    public String name() {
        return "CLASSIFY";
    }

    @Override
    public void encode(WireWriter out) {
        out.u32(id);        // priority
    }
}
