package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Asks for all qdiscs of the namespace: the kernel ignores the link. */
public record DumpQdiscs(Link link) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_GETQDISC, NetlinkRequest.DUMP,
            new TcMessage(link, Handle.NONE, Handle.NONE)::encode);
    }

    @Override
    public String command() {
        return "tc qdisc show dev " + link.name();
    }
}
