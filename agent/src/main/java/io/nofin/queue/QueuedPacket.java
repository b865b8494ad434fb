package io.nofin.queue;

import java.nio.ByteBuffer;

/**
 * Reads a message of NFQUEUE: a packet and the kernel's attributes for it; see {@code nfqnl_attr_type} in
 * linux/netfilter/nfnetlink_queue.h. Used again for each message. Not thread-safe.
 */
final class QueuedPacket {

    private static final int HEADERS = 20;              // struct nlmsghdr, struct nfgenmsg
    private static final int NFQA_PACKET_HDR = 1;
    private static final int NFQA_MARK = 3;
    private static final int NFQA_IFINDEX_INDEV = 5;
    private static final int NFQA_IFINDEX_OUTDEV = 6;
    private static final int NFQA_PAYLOAD = 10;
    private static final int NFQA_CAP_LEN = 13;
    private static final int NFQA_SKB_INFO = 14;
    private static final int TYPE_MASK = 0x3FFF;
    private static final int CSUMNOTREADY = 1;
    private static final int GSO = 2;

    int id;
    int mark;
    /** The netfilter hook that it waits at; see {@code enum nf_inet_hooks} in linux/netfilter.h. */
    int hook;
    int inDevice;
    int outDevice;
    boolean checksumMissing;
    boolean gso;
    /** The position of the packet in the message. */
    int payloadAt;
    int payloadLength;
    /** The length of the packet, even if it was not copied whole. */
    int length;

    /** @param message in native byte order, from its header on */
    QueuedPacket read(ByteBuffer message, int start, int end) {
        mark = 0;
        inDevice = 0;
        outDevice = 0;
        payloadAt = start;
        payloadLength = 0;
        length = 0;
        int info = 0;
        for (int at = start + HEADERS; at + 4 <= end;) {
            int size = message.getShort(at) & 0xFFFF;
            int type = message.getShort(at + 2) & TYPE_MASK;
            if (size < 4 || at + size > end) {
                break;
            }
            switch (type) {
                case NFQA_PACKET_HDR -> {
                    id = be32(message, at + 4);
                    hook = message.get(at + 10);            // struct nfqnl_msg_packet_hdr
                }
                case NFQA_MARK -> mark = be32(message, at + 4);
                case NFQA_IFINDEX_INDEV -> inDevice = be32(message, at + 4);
                case NFQA_IFINDEX_OUTDEV -> outDevice = be32(message, at + 4);
                case NFQA_CAP_LEN -> length = be32(message, at + 4);
                case NFQA_SKB_INFO -> info = be32(message, at + 4);
                case NFQA_PAYLOAD -> {
                    payloadAt = at + 4;
                    payloadLength = size - 4;
                }
                default -> { }
            }
            at += size + 3 & ~3;
        }
        length = Math.max(length, payloadLength);
        checksumMissing = (info & CSUMNOTREADY) != 0;
        gso = (info & GSO) != 0;
        return this;
    }

    boolean isWhole() {
        return payloadLength == length;
    }

    private static int be32(ByteBuffer message, int at) {
        return (message.get(at) & 0xFF) << 24 | (message.get(at + 1) & 0xFF) << 16 | (message.get(at + 2) & 0xFF) << 8
            | message.get(at + 3) & 0xFF;
    }
}
