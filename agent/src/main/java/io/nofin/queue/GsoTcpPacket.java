package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A large TCP packet that stays whole, with the headers of a {@link FramePrefix} in front of it, which tell the device how to take it apart.
 */
final class GsoTcpPacket implements WireUnit {

    private static final int ETHERNET = 14;
    private static final int NEEDS_CSUM = 1;
    private static final int GSO_TCPV4 = 1;
    private static final int GSO_TCPV6 = 4;
    private static final int GSO_ECN = 0x80;
    private static final int TCP_CHECKSUM = 16;
    private static final int TCP_FLAGS = 13;
    private static final int CWR = 0x80;

    private final IpView view;
    private NextHop hop = new NextHop(new byte[6], new byte[6]);
    private int segmentSize;

    GsoTcpPacket(IpView view) {
        this.view = view;
    }

    GsoTcpPacket to(NextHop nextHop, int size) {
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
        FramePrefix.ethernet(to, at, hop, view.ipv6);
        to.put(at + FramePrefix.PREFIX, view.buffer, view.at, view.length);
    }

    private static void nativeShort(ByteBuffer to, int at, int value) {
        boolean swap = ByteOrder.nativeOrder() != to.order();
        to.putShort(at, swap ? Short.reverseBytes((short) value) : (short) value);
    }
}
