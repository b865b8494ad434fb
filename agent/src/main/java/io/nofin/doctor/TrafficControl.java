package io.nofin.doctor;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireWriter;
import io.nofin.netlink.route.LinkMessage;
import io.nofin.netlink.route.RouteRequest;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The smallest rtnetlink requests that need a kind of qdisc, classifier or link, on the loopback device of a namespace about to go.
 *
 * @param command the tc(8) or ip(8) command that sends the same
 */
record TrafficControl(String command, NetlinkRequest request) implements RouteRequest {

    private static final int RTM_NEWLINK = 16;
    private static final int RTM_NEWQDISC = 36;
    private static final int RTM_NEWTFILTER = 44;
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int TCA_HTB_INIT = 2;
    private static final int TCA_BPF_CLASSID = 3;
    private static final int TCA_BPF_OPS_LEN = 4;
    private static final int TCA_BPF_OPS = 5;

    private static final int LOOPBACK = 1;              // its index in every namespace
    private static final long ROOT = 0xFFFF_FFFFL;      // TC_H_ROOT
    private static final long FIRST = 0x1_0000L;        // 1:
    private static final long FIRST_CLASS = 0x1_0001L;  // 1:1
    private static final int ETH_P_ALL = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 3 : 3 << 8;     // in network order
    private static final int BPF_RETURN = 6;            // BPF_RET | BPF_K

    /** Creates a netem with {@code struct tc_netem_qopt} in linux/pkt_sched.h. */
    static TrafficControl netem() {
        return qdisc("netem limit 1", options -> options
            .u32(0)                                     // latency
            .u32(1)                                     // limit
            .zeros(16));                                // loss, gap, duplicate, jitter
    }

    /** Creates an htb with {@code struct tc_htb_glob} in linux/pkt_sched.h. */
    static TrafficControl htb() {
        return qdisc("htb", options -> options.attribute(TCA_HTB_INIT, init -> init
            .u32(3)                                     // version
            .u32(10)                                    // rate2quantum
            .zeros(12)));                               // defcls, debug, direct_pkts
    }

    /** Creates a prio with {@code struct tc_prio_qopt} in linux/pkt_sched.h, with the bands that tc gives it. */
    static TrafficControl prio() {
        return qdisc("prio", options -> options
            .u32(3)                                                                             // bands
            .bytes(new byte[] {1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1}));               // priomap
    }

    /** Creates a classifier of one instruction on the qdisc {@code 1:}. */
    static TrafficControl bpf() {
        return new TrafficControl("tc filter add dev lo parent 1: protocol all prio 1 bpf bytecode '1,6 0 0 4294967295' flowid 1:1",
            new NetlinkRequest(RTM_NEWTFILTER, NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
                message(out, 0, FIRST).u32(1 << 16 | ETH_P_ALL);                                // tcm_info: priority, protocol
                out.string(TCA_KIND, "bpf");
                out.attribute(TCA_OPTIONS, options -> options
                    .attribute(TCA_BPF_CLASSID, id -> id.u32(FIRST_CLASS))
                    .attribute(TCA_BPF_OPS_LEN, length -> length.u16(1))
                    .attribute(TCA_BPF_OPS, ops -> ops.u16(BPF_RETURN).u8(0).u8(0).u32(ROOT)));
            }));
    }

    static TrafficControl ifb() {
        return new TrafficControl("ip link add name nofin-ifb type ifb",
            new NetlinkRequest(RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
                new LinkMessage(0, 0, 0).encode(out);
                out.string(IFLA_IFNAME, "nofin-ifb");
                out.attribute(IFLA_LINKINFO, info -> info
                    .attribute(IFLA_INFO_KIND, kind -> kind.bytes("ifb".getBytes(StandardCharsets.US_ASCII))));
            }));
    }

    private static TrafficControl qdisc(String words, Consumer<WireWriter> options) {
        return new TrafficControl("tc qdisc replace dev lo root handle 1: " + words,
            new NetlinkRequest(RTM_NEWQDISC, NetlinkRequest.CREATE | NetlinkRequest.REPLACE, out -> {
                message(out, FIRST, ROOT).u32(0);                                               // tcm_info
                out.string(TCA_KIND, words.split(" ")[0]);
                out.attribute(TCA_OPTIONS, options);
            }));
    }

    /** Writes the beginning of {@code struct tcmsg} in linux/rtnetlink.h, up to {@code tcm_info}. */
    private static WireWriter message(WireWriter out, long handle, long parent) {
        return out.zeros(4)                             // tcm_family, padding
            .u32(LOOPBACK)                              // tcm_ifindex
            .u32(handle)                                // tcm_handle
            .u32(parent);                               // tcm_parent
    }
}
