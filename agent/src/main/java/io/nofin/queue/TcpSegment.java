package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;

/**
 * One segment of a TCP packet that was left whole for the device to take apart; does what {@code tcp_gso_segment()} in
 * net/ipv4/tcp_offload.c does.
 */
final class TcpSegment implements WireUnit {

    private static final int SEQUENCE = 4;
    private static final int FLAGS = 13;
    private static final int FIN = 0x01;
    private static final int PSH = 0x08;
    private static final int CWR = 0x80;

    private final IpView view;
    private int headers;
    private int size;
    private int index;
    private int from;
    private int payload;

    TcpSegment(IpView view) {
        this.view = view;
    }

    /** Starts before the first segment. */
    TcpSegment start(int segmentSize) {
        headers = view.headerLength + view.transportHeaderLength();
        size = segmentSize;
        index = -1;
        return this;
    }

    /** Goes to the next segment; returns false when there is none. */
    boolean next() {
        index++;
        from = index * size;
        payload = Math.min(size, view.length - headers - from);
        return payload > 0;
    }

    @Override
    public int length() {
        return headers + payload;
    }

    @Override
    public Damageable damageable() {
        return new Damageable(headers - view.headerLength, payload);
    }

    @Override
    public void write(ByteBuffer to, int at) {
        to.put(at, view.buffer, view.at, headers);
        to.put(at + headers, view.buffer, view.at + headers + from, payload);
        if (view.ipv6) {
            to.putShort(at + 4, (short) (headers + payload - IpView.IPV6_HEADER));
        } else {
            to.putShort(at + 2, (short) (headers + payload));
            to.putShort(at + 4, (short) (view.u16(4) + index));
            to.putShort(at + 10, (short) 0);
            to.putShort(at + 10, (short) Checksum.of(Checksum.sum(to, at, view.headerLength)));
        }
        int tcp = at + view.headerLength;
        to.putInt(tcp + SEQUENCE, to.getInt(tcp + SEQUENCE) + from);
        int flags = to.get(tcp + FLAGS);
        if (index > 0) {
            flags &= ~CWR;
        }
        if (headers + from + payload < view.length) {
            flags &= ~(FIN | PSH);
        }
        to.put(tcp + FLAGS, (byte) flags);
        Transport.writeChecksum(to, at, view.ipv6, view.headerLength, headers + payload - view.headerLength, IpView.TCP);
    }
}
