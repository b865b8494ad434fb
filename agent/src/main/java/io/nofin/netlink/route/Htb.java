package io.nofin.netlink.route;

import io.nofin.netlink.WireWriter;

/**
 * The hierarchical token bucket as nofin uses it: packets that no class is meant for pass at full speed, {@code default 0}. See
 * tc-htb(8) and {@code struct tc_htb_glob} in linux/pkt_sched.h.
 *
 * @param directPackets the number of such packets that may wait; without it the kernel takes the device's txqueuelen, which is 0 on
 *                      the devices of many containers
 */
public record Htb(int directPackets) implements Qdisc {

    private static final int TCA_HTB_INIT = 2;
    private static final int TCA_HTB_DIRECT_QLEN = 5;
    private static final int VERSION = 3;
    private static final int RATE_TO_QUANTUM = 10;

    @Override
    public String kind() {
        return HtbClass.KIND;
    }

    @Override
    public void encodeOptions(WireWriter out) {
        out.attribute(TCA_HTB_INIT, init -> init
            .u32(VERSION)               // version
            .u32(RATE_TO_QUANTUM)       // rate2quantum
            .u32(0)                     // defcls
            .u32(0)                     // debug
            .u32(0));                   // direct_pkts
        out.attribute(TCA_HTB_DIRECT_QLEN, packets -> packets.u32(directPackets));
    }

    @Override
    public String toString() {
        return "htb default 0 direct_qlen " + directPackets;
    }
}
