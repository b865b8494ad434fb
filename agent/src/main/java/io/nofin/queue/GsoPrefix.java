package io.nofin.queue;

import java.nio.ByteBuffer;

/**
 * The headers that a packet socket needs in front of an IP packet: virtio-net's header, which here says that nothing is left to do,
 * and Ethernet's.
 *
 * <pre>
 *   | flags 1 | gso_type 1 | hdr_len 2 | gso_size 2 | csum_start 2 | csum_offset 2 |      {@code struct virtio_net_hdr}
 *   | destination 6 | source 6 | type 2 | IP packet                                      Ethernet
 * </pre>
 */
final class FramePrefix {

    /** The length of both headers. */
    static final int PREFIX = 24;

    private static final int VIRTIO = 10;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    private FramePrefix() {
    }

    /** Writes both headers. */
    static void write(ByteBuffer to, int at, NextHop hop, boolean ipv6) {
        to.putLong(at, 0).putShort(at + 8, (short) 0);
        ethernet(to, at, hop, ipv6);
    }

    /** Writes the Ethernet header, behind the room for the virtio-net header. */
    static void ethernet(ByteBuffer to, int at, NextHop hop, boolean ipv6) {
        to.put(at + VIRTIO, hop.destination()).put(at + VIRTIO + 6, hop.source());
        to.putShort(at + VIRTIO + 12, (short) (ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4));
    }
}
