package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpFamily;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Asks for the route that a packet would take. Nothing is sent; the kernel refuses when it has no route. */
public record FindRoute(InetAddress destination) implements RouteRequest {

    private static final int RTM_GETROUTE = 26;
    private static final int RTM_F_LOOKUP_TABLE = 0x1000;
    private static final int RTA_DST = 1;
    private static final int RTN_UNICAST = 1;
    private static final int RTN_MULTICAST = 5;         // from 2: local, broadcast, anycast, multicast; see rtnetlink(7)
    private static final int TYPE_OFFSET = 7;           // offset of rtm_type in struct rtmsg

    @Override
    public NetlinkRequest request() {
        byte[] bytes = destination.getAddress();
        return new NetlinkRequest(RTM_GETROUTE, 0, out -> {
            out.u8(IpFamily.of(bytes).number())         // rtm_family
                .u8(bytes.length * Byte.SIZE)           // rtm_dst_len
                .zeros(6)                               // rtm_src_len, rtm_tos, rtm_table, rtm_protocol, rtm_scope, rtm_type
                .u32(isIpv4() ? RTM_F_LOOKUP_TABLE : 0); // rtm_flags, as ip(8) sets them
            out.attribute(RTA_DST, address -> address.bytes(bytes));
        });
    }

    @Override
    public String command() {
        return "ip route get " + IpAddresses.text(destination);
    }

    /** Returns whether the route leads to another host: neither to this host itself nor into a black hole. */
    static boolean isUnicast(NetlinkMessage answer) throws MalformedMessageException {
        return type(answer) == RTN_UNICAST;
    }

    /** Returns whether this host itself gets the packet, be it alone or among others. */
    static boolean isLocal(NetlinkMessage answer) throws MalformedMessageException {
        int type = type(answer);
        return type > RTN_UNICAST && type <= RTN_MULTICAST;
    }

    private static int type(NetlinkMessage answer) throws MalformedMessageException {
        return answer.reader().skip(TYPE_OFFSET).u8();
    }

    private boolean isIpv4() {
        return destination instanceof Inet4Address;
    }
}
