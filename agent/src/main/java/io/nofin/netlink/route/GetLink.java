package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import java.util.Optional;

/** Asks for a link by its index. */
public record GetLink(int index) implements RouteRequest {

    private static final int RTM_GETLINK = 18;
    private static final int TYPE_OFFSET = 2;           // offset of ifi_type in struct ifinfomsg
    private static final int ARPHRD_ETHER = 1;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_MTU = 4;

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(RTM_GETLINK, 0, new LinkMessage(index, 0, 0)::encode);
    }

    /** Returns the length in bytes of the longest packet that the link of an answer takes. */
    public static int mtu(NetlinkMessage answer) throws MalformedMessageException {
        return (int) attribute(answer, IFLA_MTU).orElseThrow(() -> new MalformedMessageException("link has no mtu")).reader().u32();
    }

    /** Returns the Ethernet address of the link of an answer; empty where the link is of another type. */
    public static Optional<byte[]> ethernetAddress(NetlinkMessage answer) throws MalformedMessageException {
        return answer.reader().skip(TYPE_OFFSET).u16() == ARPHRD_ETHER
            ? FindNeighbour.ethernet(attribute(answer, IFLA_ADDRESS)) : Optional.empty();
    }

    @Override
    public String command() {
        return "ip link show dev if" + index;
    }

    private static Optional<WireReader.Attribute> attribute(NetlinkMessage answer, int type) throws MalformedMessageException {
        WireReader in = answer.reader();
        LinkMessage.decode(in);
        return WireReader.find(in.attributes(), type);
    }
}
