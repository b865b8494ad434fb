package io.nofin.queue;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.route.LinkMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the Ethernet addresses with which the kernel would send a packet: asks it for the route and the neighbour, and remembers the
 * answer for a second. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class NextHops implements AutoCloseable {

    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final long UNKNOWN_NANOS = 5_000_000L;
    private static final int REMEMBERED = 1 << 10;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int RTM_GETLINK = 18;
    private static final int IFLA_ADDRESS = 1;
    private static final int ARPHRD_ETHER = 1;
    private static final int ETHERNET_ADDRESS = 6;
    private static final int RTM_GETROUTE = 26;
    private static final int ROUTE_MESSAGE = 12;        // struct rtmsg
    private static final int RTN_UNICAST = 1;
    private static final int RTN_BROADCAST = 3;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_MARK = 16;
    private static final int RTA_VIA = 18;
    private static final int RTA_ENCAP = 22;
    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
    private static final int RTM_GETNEIGH = 30;
    private static final int NEIGHBOUR_MESSAGE = 12;    // struct ndmsg
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NUD_VALID = 0x02 | 0x04 | 0x08 | 0x10 | 0x80;  // reachable, stale, delay, probe, permanent

    private final boolean allowed;
    private final NetlinkSocket netlink;
    private final Map<Key, Known> known = new HashMap<>();

    private record Key(Address source, Address destination, int inDevice, int device, int mark) {
    }

    /** An IP address as two numbers; those of IPv4 have zeros in front. */
    private record Address(boolean ipv6, long high, long low) {

        byte[] bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(16).putLong(high).putLong(low);
            return ipv6 ? bytes.array() : Arrays.copyOfRange(bytes.array(), 12, 16);
        }
    }

    private record Known(Optional<NextHop> hop, long until) {
    }

    /** @param allowed whether packets may go by these addresses at all: else none is ever found */
    NextHops(boolean allowed) throws IOException {
        this.allowed = allowed;
        netlink = NetlinkSocket.open(NetlinkSocket.ROUTE);
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
        Key key = new Key(address(view, true), address(view, false), inDevice, device, mark);
        Known found = known.get(key);
        if (found == null || found.until - now < 0) {
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            Optional<NextHop> hop = ask(key);
            found = new Known(hop, now + (hop.isPresent() ? FRESH_NANOS : UNKNOWN_NANOS));
            known.put(key, found);
        }
        return found.hop;
    }

    private static Address address(IpView view, boolean source) {
        if (view.ipv6) {
            int at = view.at + (source ? 8 : 24);
            return new Address(true, view.buffer.getLong(at), view.buffer.getLong(at + 8));
        }
        return new Address(false, 0, view.buffer.getInt(view.at + (source ? 12 : 16)) & 0xFFFF_FFFFL);
    }

    private Optional<NextHop> ask(Key key) {
        try {
            Optional<byte[]> source = deviceAddress(key.device);
            Optional<byte[]> destination = source.isEmpty() ? Optional.empty() : group(key.destination.bytes()).or(() -> next(key));
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

    private Optional<byte[]> next(Key key) {
        try {
            Optional<byte[]> next = gateway(key);
            return next.isEmpty() || Arrays.equals(next.get(), BROADCAST) ? next : neighbour(next.get(), key.device);
        } catch (IOException e) {
            return Optional.empty();                    // no route, no neighbour: what goes through the IP layer learns more
        }
    }

    private Optional<byte[]> deviceAddress(int device) throws IOException {
        NetlinkMessage link = netlink.request("ip link show", new NetlinkRequest(RTM_GETLINK, 0, new LinkMessage(device, 0, 0)::encode))
            .get(0);
        if (link.reader().skip(2).u16() != ARPHRD_ETHER) {
            return Optional.empty();
        }
        WireReader in = link.reader();
        LinkMessage.decode(in);
        return ethernet(WireReader.find(in.attributes(), IFLA_ADDRESS));
    }

    /** The gateway, or the destination itself where it is on the link; the Ethernet address of all where it is all hosts'. */
    private Optional<byte[]> gateway(Key key) throws IOException {
        byte[] destination = key.destination.bytes();
        byte[] source = key.source.bytes();
        NetlinkMessage route = netlink.request("ip route get", new NetlinkRequest(RTM_GETROUTE, 0, out -> {
            out.u8(family(destination)).u8(destination.length * Byte.SIZE).u8(source.length * Byte.SIZE)   // family, dst_len, src_len
                .u8(0).u8(0).u8(0).u8(0).u8(0).u32(0);          // tos, table, protocol, scope, type, flags
            out.attribute(RTA_DST, address -> address.bytes(destination));
            out.attribute(RTA_SRC, address -> address.bytes(source));
            out.attribute(key.inDevice == 0 ? RTA_OIF : RTA_IIF, index -> index.u32(key.inDevice == 0 ? key.device : key.inDevice));
            out.attribute(RTA_MARK, mark -> mark.u32(Integer.toUnsignedLong(key.mark)));
        })).get(0);
        int type = route.reader().skip(7).u8();
        List<WireReader.Attribute> attributes = route.reader().skip(ROUTE_MESSAGE).attributes();
        if (type == RTN_BROADCAST) {
            return Optional.of(BROADCAST);
        }
        if (type != RTN_UNICAST || WireReader.find(attributes, RTA_ENCAP).isPresent()) {
            return Optional.empty();
        }
        Optional<WireReader.Attribute> via = WireReader.find(attributes, RTA_VIA);
        if (via.isPresent()) {
            WireReader in = via.get().reader();
            return Optional.of(in.skip(2).bytes(in.remaining()));
        }
        return Optional.of(WireReader.find(attributes, RTA_GATEWAY).map(WireReader.Attribute::payload).orElse(destination));
    }

    private Optional<byte[]> neighbour(byte[] address, int device) throws IOException {
        NetlinkMessage neighbour = netlink.request("ip neighbour get", new NetlinkRequest(RTM_GETNEIGH, 0, out -> {
            out.u8(family(address)).zeros(3).u32(device)        // ndm_family, padding, ndm_ifindex
                .u16(0).u8(0).u8(0);                            // ndm_state, ndm_flags, ndm_type
            out.attribute(NDA_DST, bytes -> bytes.bytes(address));
        })).get(0);
        return (neighbour.reader().skip(8).u16() & NUD_VALID) == 0
            ? Optional.empty()
            : ethernet(WireReader.find(neighbour.reader().skip(NEIGHBOUR_MESSAGE).attributes(), NDA_LLADDR));
    }

    private static Optional<byte[]> ethernet(Optional<WireReader.Attribute> address) {
        return address.map(WireReader.Attribute::payload).filter(bytes -> bytes.length == ETHERNET_ADDRESS);
    }

    private static int family(byte[] address) {
        return address.length == 4 ? AF_INET : AF_INET6;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
