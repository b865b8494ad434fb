package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Creates a bridge, down, in the socket's namespace. */
public record CreateBridge(String name) implements RouteRequest {

    public CreateBridge {
        LinkInfo.requireName(name);
    }

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(LinkInfo.RTM_NEWLINK, NetlinkRequest.CREATE | NetlinkRequest.EXCL, out -> {
            LinkMessage.ANY.encode(out);
            out.string(LinkInfo.IFLA_IFNAME, name);
            out.attribute(LinkInfo.IFLA_LINKINFO, info -> LinkInfo.kind(info, "bridge"));
        });
    }

    @Override
    public String command() {
        return "ip link add name " + name + " type bridge";
    }
}
