package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;

/** One fragment of a datagram that is larger than the device takes; RFC 791 and RFC 8200, section 4.5. */
final class Fragment implements WireUnit {

    private static final int FRAGMENT_HEADER = 8;
    private static final int MORE = 0x2000;
    private static final int OFFSET = 0x1FFF;

    private final IpView view;
    private int headers;
    private int size;
    private int from;
    private int payload;
    private int identification;
    private int transportHeader;

    Fragment(IpView view) {
        this.view = view;
    }

    /**
     * Starts before the first fragment.
     *
     * @param identification what IPv6 fragments are put together by; IPv4 packets bring their own
     */
    Fragment start(int mtu, int identification) {
        this.identification = identification;
        headers = view.ipv6 ? view.unfragmentableLength : view.headerLength;
        size = (mtu - headers - (view.ipv6 ? FRAGMENT_HEADER : 0)) & ~7;
        from = -size;
        transportHeader = view.transportHeaderLength();
        return this;
    }

    /** Goes to the next fragment; returns false when there is none. */
    boolean next() {
        from += size;
        payload = Math.min(size, view.length - headers - from);
        return payload > 0;
    }

    @Override
    public int length() {
        return headers + (view.ipv6 ? FRAGMENT_HEADER : 0) + payload;
    }

    @Override
    public Damageable damageable() {
        int header = from == 0 ? Math.min(transportHeader, payload) : 0;
        return new Damageable(header, payload - header);
    }

    @Override
    public void write(ByteBuffer to, int at) {
        to.put(at, view.buffer, view.at, headers);
        boolean last = headers + from + payload == view.length;
        if (view.ipv6) {
            int header = at + headers;
            to.put(header, view.buffer.get(view.at + view.nextHeaderAt));       // next header
            to.put(header + 1, (byte) 0);                                       // reserved
            to.putShort(header + 2, (short) (from | (last ? 0 : 1)));           // offset, more
            to.putInt(header + 4, identification);
            to.put(at + view.nextHeaderAt, (byte) IpView.FRAGMENT);
            to.putShort(at + 4, (short) (length() - IpView.IPV6_HEADER));
            to.put(header + FRAGMENT_HEADER, view.buffer, view.at + headers + from, payload);
            return;
        }
        int word = view.u16(6);
        int offset = (word & OFFSET) + from / 8;
        to.putShort(at + 2, (short) length());
        to.putShort(at + 6, (short) (offset | (last ? word & MORE : MORE)));
        to.putShort(at + 10, (short) 0);
        to.putShort(at + 10, (short) Checksum.of(Checksum.sum(to, at, headers)));
        to.put(at + headers, view.buffer, view.at + headers + from, payload);
    }
}
