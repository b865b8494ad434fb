package io.nofin.queue;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.route.FindNeighbour;
import io.nofin.netlink.route.FindNextHop;
import io.nofin.netlink.route.GetLink;
import io.nofin.netlink.route.RouteSocket;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds the Ethernet addresses with which the kernel would send a packet: asks it for the route and the neighbour, and remembers the
 * answer for a second. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class NextHops implements Closeable {

    private static final long UNKNOWN_NANOS = 5_000_000L;
    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};

    private final boolean allowed;
    private final RouteSocket route;
    private final FlowCache<Known> known = new FlowCache<>();

    /** The key of a route look-up. */
    private record Way(Address source, Address destination, int inDevice, int device, int mark) {

        static Way of(IpView view, int inDevice, int device, int mark) {
            return new Way(Address.of(view, view.ipv6 ? 8 : 12), Address.of(view, view.ipv6 ? 24 : 16), inDevice, device, mark);
        }

        long number() {
            return FlowCache.mixed(FlowCache.mixed(FlowCache.mixed(FlowCache.mixed(source.low, source.high), destination.high), destination.low),
                (long) mark << Integer.SIZE ^ (long) inDevice << Short.SIZE ^ device);
        }

        FindNextHop question() throws IOException {
            return new FindNextHop(InetAddress.getByAddress(source.bytes()), InetAddress.getByAddress(destination.bytes()), inDevice, device, mark);
        }
    }

    /** An IP address as two numbers; those of IPv4 have zeros in front. */
    private record Address(boolean ipv6, long high, long low) {

        static Address of(IpView view, int offset) {
            int at = view.at + offset;
            return view.ipv6 ? new Address(true, view.buffer.getLong(at), view.buffer.getLong(at + 8))
                : new Address(false, 0, view.buffer.getInt(at) & 0xFFFF_FFFFL);
        }

        byte[] bytes() {
            return ipv6 ? ByteBuffer.allocate(16).putLong(high).putLong(low).array() : ByteBuffer.allocate(4).putInt((int) low).array();
        }
    }

    private record Known(Way way, Optional<NextHop> hop) {
    }

    /** @param allowed whether packets may go by these addresses at all: else none is ever found */
    NextHops(boolean allowed) throws IOException {
        this.allowed = allowed;
        this.route = RouteSocket.open();
    }

    /**
     * Returns the next hop; empty where the device is not Ethernet, or the neighbour is not known yet.
     *
     * @param inDevice the device that a forwarded packet came in by; 0 for a packet that was sent here
     */
    Optional<NextHop> find(IpView view, int inDevice, int device, int mark, long now) {
        if (!allowed) {
            return Optional.empty();
        }
        Way way = Way.of(view, inDevice, device, mark);
        long number = way.number();
        Optional<Known> found = known.get(number, now).filter(one -> one.way.equals(way));
        if (found.isPresent()) {
            return found.get().hop;
        }
        Optional<NextHop> hop = ask(way);
        return known.put(number, new Known(way, hop), now + (hop.isPresent() ? FlowCache.FRESH_NANOS : UNKNOWN_NANOS)).hop;
    }

    private Optional<NextHop> ask(Way way) {
        try {
            Optional<byte[]> source = GetLink.ethernetAddress(route.execute(new GetLink(way.device)).get(0));
            Optional<byte[]> destination = source.isEmpty() ? Optional.empty() : group(way.destination.bytes()).or(() -> next(way));
            return destination.map(bytes -> new NextHop(source.get(), bytes));
        } catch (IOException e) {
            return Optional.empty();                    // the device is gone
        }
    }

    /** Returns the Ethernet address of a multicast group; RFC 1112, section 6.4, and RFC 2464, section 7. */
    private static Optional<byte[]> group(byte[] address) {
        if (address.length == 4 && (address[0] & 0xF0) == 0xE0) {
            return Optional.of(new byte[] {1, 0, 0x5E, (byte) (address[1] & 0x7F), address[2], address[3]});
        }
        return address.length == 16 && address[0] == -1
            ? Optional.of(new byte[] {0x33, 0x33, address[12], address[13], address[14], address[15]}) : Optional.empty();
    }

    private Optional<byte[]> next(Way way) {
        try {
            FindNextHop question = way.question();
            NetlinkMessage answer = route.execute(question).get(0);
            if (FindNextHop.isBroadcast(answer)) {
                return Optional.of(BROADCAST);
            }
            Optional<InetAddress> next = question.nextHop(answer);
            return next.isEmpty() ? Optional.empty()
                : FindNeighbour.ethernetAddress(route.execute(new FindNeighbour(way.device, next.get())).get(0));
        } catch (IOException e) {
            return Optional.empty();                    // no route, no neighbour: what goes through the IP layer learns more
        }
    }

    @Override
    public void close() {
        route.close();
    }
}
