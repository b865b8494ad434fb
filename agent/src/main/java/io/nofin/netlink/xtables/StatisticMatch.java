package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_statistic_info} in linux/netfilter/xt_statistic.h: one packet of every so many.
 *
 * @param every  the number of packets in a round, 1 at least
 * @param packet the number of the one that matches, from 0
 */
public record StatisticMatch(int every, int packet) implements Extension.Match {

    private static final int XT_STATISTIC_MODE_NTH = 1;

    @Override
    public String name() {
        return "statistic";
    }

    @Override
    public void encode(WireWriter out) {
        out.u16(XT_STATISTIC_MODE_NTH)      // mode
            .u16(0)                         // flags
            .u32(every - 1)                 // u.nth.every
            .u32(packet)                    // u.nth.packet
            .u32(every - 1 - packet)        // u.nth.count
            .u64(0);                        // master, the kernel's own
    }
}
