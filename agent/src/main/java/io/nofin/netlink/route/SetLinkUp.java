package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Takes a link up. No error if it is up already. */
public record SetLinkUp(Link link) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(LinkInfo.RTM_NEWLINK, 0,
            new LinkMessage(link.index(), LinkMessage.IFF_UP, LinkMessage.IFF_UP)::encode);
    }

    @Override
    public String command() {
        return "ip link set dev " + link.name() + " up";
    }
}
