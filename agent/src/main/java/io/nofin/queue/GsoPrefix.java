package io.nofin.queue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The headers that a packet socket needs in front of an IP packet: virtio-net's, which tells the device how to take a large packet
 * apart, and Ethernet's.
 *
 * <pre>
 *   | flags 1 | gso_type 1 | hdr_len 2 | gso_size 2 | csum_start 2 | csum_offset 2 |      {@code struct virtio_net_hdr}
 *   | destination 6 | source 6 | type 2 | IP packet                                      Ethernet
 * </pre>
 *
 * @param type           the kind of large packet, {@code gso_type}
 * @param ipHeader       the length of the IP header and its extensions in bytes
 * @param headers        the length of the IP and the transport header in bytes
 * @param segment        how many bytes behind the headers each part carries, except the last one
 * @param checksumOffset the place of the transport's checksum, from its header's start
 */
record GsoPrefix(int type, int ipHeader, int headers, int segment, int checksumOffset) {

    /** The length of both headers. */
    static final int BYTES = 24;

    private static final int VIRTIO = 10;
    private static final int ETHERNET = 14;
    private static final int NEEDS_CSUM = 1;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    /** Writes both headers in front of a packet that is complete as it is. */
    static void writePlain(ByteBuffer to, int at, NextHop hop, boolean ipv6) {
        to.putLong(at, 0).putShort(at + 8, (short) 0);
        ethernet(to, at, hop, ipv6);
    }

    /** Writes both headers. */
    void write(ByteBuffer to, int at, NextHop hop, boolean ipv6) {
        to.put(at, (byte) NEEDS_CSUM).put(at + 1, (byte) type);
        nativeShort(to, at + 2, ETHERNET + headers);
        nativeShort(to, at + 4, segment);
        nativeShort(to, at + 6, ETHERNET + ipHeader);
        nativeShort(to, at + 8, checksumOffset);
        ethernet(to, at, hop, ipv6);
    }

    private static void ethernet(ByteBuffer to, int at, NextHop hop, boolean ipv6) {
        to.put(at + VIRTIO, hop.destination()).put(at + VIRTIO + 6, hop.source());
        to.putShort(at + VIRTIO + 12, (short) (ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4));
    }

    private static void nativeShort(ByteBuffer to, int at, int value) {
        boolean swap = ByteOrder.nativeOrder() != to.order();
        to.putShort(at, swap ? Short.reverseBytes((short) value) : (short) value);
    }
}
