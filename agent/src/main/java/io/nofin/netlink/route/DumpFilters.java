package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Asks for the filters of one qdisc or class. */
public record DumpFilters(Link link, Handle parent) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_GETTFILTER, NetlinkRequest.DUMP,
            new TcMessage(link, Handle.NONE, parent)::encode);
    }

    @Override
    public String command() {
        return "tc filter show dev " + link.name() + " parent " + parent;
    }
}
