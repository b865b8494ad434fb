package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import java.util.List;

/** Asks for the longest packet that a link takes. */
public record LinkMtu(int index) implements RouteRequest {

    private static final int RTM_GETLINK = 18;
    private static final int IFLA_MTU = 4;

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(RTM_GETLINK, 0, new LinkMessage(index, 0, 0)::encode);
    }

    /** Returns the length in bytes that an answer holds. */
    public static int read(List<NetlinkMessage> answer) throws MalformedMessageException {
        WireReader in = answer.get(0).reader();
        LinkMessage.decode(in);
        return (int) WireReader.find(in.attributes(), IFLA_MTU)
            .orElseThrow(() -> new MalformedMessageException("link has no mtu")).reader().u32();
    }

    @Override
    public String command() {
        return "ip link show dev if" + index;
    }
}
