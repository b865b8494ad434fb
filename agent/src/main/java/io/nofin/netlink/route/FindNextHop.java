package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpFamily;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Asks where a packet goes next that has these addresses. Nothing is sent; the kernel refuses when it has no route.
 *
 * @param source      the source of the packet, of the destination's family
 * @param inLink      the index of the link that a forwarded packet came in by; 0 for a packet of this host
 * @param outLink     the index of the link that a packet of this host goes out by
 * @param mark        the mark of the packet
 */
public record FindNextHop(InetAddress source, InetAddress destination, int inLink, int outLink, int mark) implements RouteRequest {

    private static final int RTM_GETROUTE = 26;
    private static final int RTM_F_LOOKUP_TABLE = 0x1000;
    private static final int RTMSG = 12;
    private static final int TYPE_OFFSET = 7;           // offset of rtm_type in struct rtmsg
    private static final int RTN_UNICAST = 1;
    private static final int RTN_BROADCAST = 3;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_IIF = 3;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_MARK = 16;
    private static final int RTA_VIA = 18;              // struct rtvia: a gateway of the other family
    private static final int RTA_ENCAP = 22;
    private static final int VIA_FAMILY = 2;            // bytes of rtvia_family

    @Override
    public NetlinkRequest request() {
        byte[] to = destination.getAddress();
        byte[] from = source.getAddress();
        return new NetlinkRequest(RTM_GETROUTE, 0, out -> {
            out.u8(IpFamily.of(to).number())            // rtm_family
                .u8(to.length * Byte.SIZE)              // rtm_dst_len
                .u8(from.length * Byte.SIZE)            // rtm_src_len
                .zeros(5)                               // rtm_tos, rtm_table, rtm_protocol, rtm_scope, rtm_type
                .u32(IpFamily.of(to) == IpFamily.IPV4 ? RTM_F_LOOKUP_TABLE : 0);   // rtm_flags, as ip(8) sets them
            out.attribute(RTA_DST, address -> address.bytes(to));
            out.attribute(RTA_SRC, address -> address.bytes(from));
            out.attribute(isForwarded() ? RTA_IIF : RTA_OIF, index -> index.u32(isForwarded() ? inLink : outLink));
            out.attribute(RTA_MARK, value -> value.u32(Integer.toUnsignedLong(mark)));
        });
    }

    @Override
    public String command() {
        return "ip route get to " + IpAddresses.text(destination) + " from " + IpAddresses.text(source)
            + (isForwarded() ? " iif if" + inLink : " oif if" + outLink) + " mark " + Integer.toUnsignedString(mark);
    }

    /** Returns whether a route leads to all hosts on the link. */
    public static boolean isBroadcast(NetlinkMessage answer) throws MalformedMessageException {
        return type(answer) == RTN_BROADCAST;
    }

    /**
     * Returns the gateway of a route, or the destination itself where it is on the link; empty where the route does not lead to one
     * other host, or the packet is wrapped in another on its way.
     */
    public Optional<InetAddress> nextHop(NetlinkMessage answer) throws MalformedMessageException {
        List<WireReader.Attribute> attributes = answer.reader().skip(RTMSG).attributes();
        if (type(answer) != RTN_UNICAST || WireReader.find(attributes, RTA_ENCAP).isPresent()) {
            return Optional.empty();
        }
        Optional<WireReader.Attribute> via = WireReader.find(attributes, RTA_VIA);
        if (via.isPresent()) {
            WireReader in = via.get().reader().skip(VIA_FAMILY);
            return Optional.of(address(in.bytes(in.remaining())));
        }
        Optional<WireReader.Attribute> gateway = WireReader.find(attributes, RTA_GATEWAY);
        return Optional.of(gateway.isPresent() ? address(gateway.get().payload()) : destination);
    }

    private boolean isForwarded() {
        return inLink != 0;
    }

    private static int type(NetlinkMessage answer) throws MalformedMessageException {
        return answer.reader().skip(TYPE_OFFSET).u8();
    }

    private static InetAddress address(byte[] bytes) throws MalformedMessageException {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new MalformedMessageException("not an address: length=" + bytes.length);
        }
    }
}
