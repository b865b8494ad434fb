package io.nofin.netlink.xtables;

import io.nofin.netlink.WireWriter;

/**
 * {@code struct xt_NFQ_info_v3} in linux/netfilter/xt_NFQUEUE.h: gives a packet to whoever listens on a queue.
 *
 * @param number the number of the queue, 0 to 65535
 * @param bypass whether packets go on where nobody listens
 */
public record QueueTarget(int number, boolean bypass) implements Extension.Target {

    private static final int NFQ_FLAG_BYPASS = 1;

    @Override
    public String name() {
        return "NFQUEUE";
    }

    @Override
    public int revision() {
        return 3;
    }

    @Override
    public void encode(WireWriter out) {
        out.u16(number)                             // queuenum
            .u16(1)                                 // queues_total
            .u16(bypass ? NFQ_FLAG_BYPASS : 0);     // flags
    }
}
