package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Makes a link a port of a bridge. */
public record SetLinkMaster(Link link, Link master) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(LinkInfo.RTM_NEWLINK, 0, out -> {
            new LinkMessage(link.index(), 0, 0).encode(out);
            out.attribute(LinkInfo.IFLA_MASTER, index -> index.u32(master.index()));
        });
    }

    @Override
    public String command() {
        return "ip link set dev " + link.name() + " master " + master.name();
    }
}
