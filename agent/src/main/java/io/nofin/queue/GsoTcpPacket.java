package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;

/**
 * A large TCP packet that stays whole, with the headers of a {@link GsoPrefix} in front of it, which tell the device how to take it apart.
 */
final class GsoTcpPacket implements WireUnit {

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
        int type = (view.ipv6 ? GSO_TCPV6 : GSO_TCPV4) | (ecn ? GSO_ECN : 0);
        new GsoPrefix(type, view.headerLength, view.headerLength + view.transportHeaderLength(), segmentSize, TCP_CHECKSUM)
            .write(to, at, hop, view.ipv6);
        to.put(at + GsoPrefix.BYTES, view.buffer, view.at, view.length);
    }
}
