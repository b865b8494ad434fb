package io.nofin.queue;

import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.diag.SegmentSize;
import io.nofin.netlink.route.LinkMtu;
import io.nofin.netlink.route.RouteSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The largest sizes of packets: of a device, and of a TCP connection, which NFQUEUE does not tell. Asks the kernel, and remembers the
 * answer for a second. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class SegmentSizes implements AutoCloseable {

    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final int REMEMBERED = 1 << 10;
    private static final int ETHERNET_MTU = 1_500;
    private static final int TCP_HEADER = 20;
    private static final int TIMESTAMPS = 12;           // what they take of each header
    private static final int LEAST_SEGMENT = 48;        // TCP_MIN_SND_MSS

    private final RouteSocket route;
    private final NetlinkSocket diag;
    private final Memory devices = new Memory();
    private final Memory connections = new Memory();

    SegmentSizes() throws IOException {
        route = RouteSocket.open();
        try {
            diag = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG);
        } catch (IOException | RuntimeException e) {
            route.close();
            throw e;
        }
    }

    /** Returns the longest packet that a device takes; that of Ethernet when the device's own is no longer known. */
    int mtu(int device, long now) {
        int slot = devices.slot(device, now);
        if (slot < 0) {
            slot = devices.put(device, askMtu(device), now);
        }
        return devices.value(slot);
    }

    /** Returns how many bytes each segment of a large TCP packet carries, except the last one. */
    int segment(IpView view, int device, long now) {
        long key = Checksum.sum(view.buffer, view.at + (view.ipv6 ? 8 : 12), view.ipv6 ? 32 : 8) * 0x9E37_79B9_7F4A_7C15L
            ^ view.buffer.getInt(view.at + view.headerLength);
        int slot = connections.slot(key, now);
        if (slot < 0) {
            slot = connections.put(key, askSegment(view, device, now), now);
        }
        int options = view.transportHeaderLength() - TCP_HEADER;
        return Math.max(LEAST_SEGMENT, connections.value(slot) - Math.max(0, options - TIMESTAMPS));
    }

    private int askMtu(int device) {
        try {
            LinkMtu request = new LinkMtu(device);
            return LinkMtu.read(route.execute(request));
        } catch (IOException e) {
            return ETHERNET_MTU;
        }
    }

    private int askSegment(IpView view, int device, long now) {
        int fits = mtu(device, now) - view.headerLength - view.transportHeaderLength();
        try {
            SegmentSize request = view.ipv6
                ? new SegmentSize(bytes(view, 8, 16), view.u16(view.headerLength), bytes(view, 24, 16), view.u16(view.headerLength + 2))
                : new SegmentSize(bytes(view, 12, 4), view.u16(view.headerLength), bytes(view, 16, 4), view.u16(view.headerLength + 2));
            return Math.min(fits, SegmentSize.read(diag.request("ss -tin", request.request())));
        } catch (IOException e) {
            return fits;                                // the socket is gone, and its last data is on the way
        }
    }

    private static byte[] bytes(IpView view, int offset, int length) {
        byte[] bytes = new byte[length];
        ByteBuffer source = view.buffer;
        source.get(view.at + offset, bytes);
        return bytes;
    }

    @Override
    public void close() {
        route.close();
        diag.close();
    }

    /** Remembers numbers under numbers; two that fall on the same place push each other out. */
    private static final class Memory {

        private final long[] keys = new long[REMEMBERED];
        private final long[] until = new long[REMEMBERED];
        private final int[] values = new int[REMEMBERED];

        Memory() {
            Arrays.fill(until, Long.MIN_VALUE / 2);
        }

        /** Returns the position of a key's value; -1 if there is none, or it is too old. */
        int slot(long key, long now) {
            int slot = place(key);
            return keys[slot] == key && now - until[slot] < 0 ? slot : -1;
        }

        int put(long key, int value, long now) {
            int slot = place(key);
            keys[slot] = key;
            values[slot] = value;
            until[slot] = now + FRESH_NANOS;
            return slot;
        }

        int value(int slot) {
            return values[slot];
        }

        private static int place(long key) {
            return (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 54);
        }
    }
}
