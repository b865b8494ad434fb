package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Asks for all classes of a link. */
public record DumpClasses(Link link) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_GETTCLASS, NetlinkRequest.DUMP,
            new TcMessage(link, Handle.NONE, Handle.NONE)::encode);
    }

    @Override
    public String command() {
        return "tc class show dev " + link.name();
    }
}
