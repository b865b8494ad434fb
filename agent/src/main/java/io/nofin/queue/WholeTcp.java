package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A large TCP packet that stays whole, with what a packet socket wants in front of it.
 *
 * <pre>
 *   | flags 1 | gso_type 1 | hdr_len 2 | gso_size 2 | csum_start 2 | csum_offset 2 |      {@code struct virtio_net_hdr}
 *   | destination 6 | source 6 | type 2 | IP packet                                      Ethernet
 * </pre>
 */
final class WholeTcp implements Piece {

    /** What stands in front of the IP packet. */
    static final int PREFIX = 24;

    private static final int VIRTIO = 10;
    private static final int ETHERNET = 14;
    private static final int NEEDS_CSUM = 1;
    private static final int GSO_TCPV4 = 1;
    private static final int GSO_TCPV6 = 4;
    private static final int GSO_ECN = 0x80;
    private static final int TCP_CHECKSUM = 16;
    private static final int TCP_FLAGS = 13;
    private static final int CWR = 0x80;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;

    private final IpView view;
    private NextHop hop = new NextHop(new byte[6], new byte[6]);
    private int segmentSize;

    WholeTcp(IpView view) {
        this.view = view;
    }

    WholeTcp to(NextHop nextHop, int size) {
        hop = nextHop;
        segmentSize = size;
        return this;
    }

    @Override
    public int length() {
        return view.length;
    }

    @Override
    public Damageable damageable() {
        return Damageable.NOTHING;
    }

    @Override
    public void write(ByteBuffer to, int at) {
        boolean ecn = (view.u8(view.headerLength + TCP_FLAGS) & CWR) != 0;
        to.put(at, (byte) NEEDS_CSUM)
            .put(at + 1, (byte) ((view.ipv6 ? GSO_TCPV6 : GSO_TCPV4) | (ecn ? GSO_ECN : 0)));
        nativeShort(to, at + 2, ETHERNET + view.headerLength + view.transportHeaderLength());
        nativeShort(to, at + 4, segmentSize);
        nativeShort(to, at + 6, ETHERNET + view.headerLength);
        nativeShort(to, at + 8, TCP_CHECKSUM);
        to.put(at + VIRTIO, hop.destination()).put(at + VIRTIO + 6, hop.source());
        to.putShort(at + VIRTIO + 12, (short) (view.ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4));
        to.put(at + PREFIX, view.buffer, view.at, view.length);
    }

    private static void nativeShort(ByteBuffer to, int at, int value) {
        boolean swap = ByteOrder.nativeOrder() != to.order();
        to.putShort(at, swap ? Short.reverseBytes((short) value) : (short) value);
    }
}
