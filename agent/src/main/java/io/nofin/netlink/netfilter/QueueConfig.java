package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;

/**
 * Binds a socket to an NFQUEUE number, or changes how packets are given to it; all in one message, so that no packet comes between.
 * See linux/netfilter/nfnetlink_queue.h.
 *
 * @param queue     the number of the queue, 0 to 65535
 * @param copyBytes the number of bytes copied of each packet, 65531 at most
 * @param maxLength the number of packets that the kernel holds for the queue
 * @param gso       whether packets larger than the device takes come whole, with their checksums not yet computed
 */
public record QueueConfig(int queue, int copyBytes, int maxLength, boolean gso) {

    /** The length of the longest packet that the kernel copies whole. */
    public static final int MOST_COPIED = 65_531;

    private static final int NFQNL_MSG_CONFIG = 3 << 8 | 2;     // NFNL_SUBSYS_QUEUE
    private static final int NFQA_CFG_CMD = 1;
    private static final int NFQA_CFG_PARAMS = 2;
    private static final int NFQA_CFG_QUEUE_MAXLEN = 3;
    private static final int NFQA_CFG_MASK = 4;
    private static final int NFQA_CFG_FLAGS = 5;
    private static final int NFQNL_CFG_CMD_BIND = 1;
    private static final int NFQNL_COPY_PACKET = 2;
    private static final int NFQA_CFG_F_GSO = 1 << 2;
    private static final int AF_UNSPEC = 0;

    public NetlinkRequest bind() {
        return request(true, NetlinkRequest.ACK);
    }

    /** Returns the request for a socket that is bound; it is not acknowledged. */
    public NetlinkRequest change() {
        return request(false, 0);
    }

    private NetlinkRequest request(boolean bind, int requestFlags) {
        return new NetlinkRequest(NFQNL_MSG_CONFIG, requestFlags, out -> {
            new NetfilterMessage(AF_UNSPEC, queue).encode(out);
            if (bind) {
                out.attribute(NFQA_CFG_CMD, command -> command.u8(NFQNL_CFG_CMD_BIND).u8(0).be16(AF_UNSPEC));
            }
            out.attribute(NFQA_CFG_PARAMS, params -> params.be32(copyBytes).u8(NFQNL_COPY_PACKET));
            out.attribute(NFQA_CFG_QUEUE_MAXLEN, length -> length.be32(maxLength));
            out.attribute(NFQA_CFG_MASK, mask -> mask.be32(NFQA_CFG_F_GSO));
            out.attribute(NFQA_CFG_FLAGS, flags -> flags.be32(gso ? NFQA_CFG_F_GSO : 0));
        });
    }
}
