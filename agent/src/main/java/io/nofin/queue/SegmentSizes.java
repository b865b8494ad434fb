package io.nofin.queue;

import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.diag.SegmentSize;
import io.nofin.netlink.route.GetLink;
import io.nofin.netlink.route.RouteSocket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The largest sizes of packets: of a device, and of a TCP connection, which NFQUEUE does not tell. Asks the kernel, and remembers the
 * answer for a second. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class SegmentSizes implements Closeable {

    private static final int ETHERNET_MTU = 1_500;
    private static final int TCP_HEADER = 20;
    private static final int TIMESTAMPS = 12;           // what they take of each header
    private static final int LEAST_SEGMENT = 48;        // TCP_MIN_SND_MSS

    private final RouteSocket route;
    private final NetlinkSocket diag;
    private final FlowCache<Integer> devices = new FlowCache<>();
    private final FlowCache<Integer> connections = new FlowCache<>();

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
        Optional<Integer> known = devices.get(device, now);
        return known.isPresent() ? known.get() : devices.put(device, askMtu(device), now + FlowCache.FRESH_NANOS);
    }

    /** Returns how many bytes each segment of a large TCP packet carries, except the last one. */
    int segment(IpView view, int device, long now) {
        long flow = FlowCache.flow(view);
        Optional<Integer> known = connections.get(flow, now);
        int size = known.isPresent() ? known.get() : connections.put(flow, askSegment(view, device, now), now + FlowCache.FRESH_NANOS);
        int options = view.transportHeaderLength() - TCP_HEADER;
        return Math.max(LEAST_SEGMENT, size - Math.max(0, options - TIMESTAMPS));
    }

    private int askMtu(int device) {
        try {
            return GetLink.mtu(route.execute(new GetLink(device)).get(0));
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
}
