package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Asks for all links of the socket's namespace, as ip(8) does before it shows addresses. */
public record DumpLinks() implements RouteRequest {

    private static final int RTM_GETLINK = 18;
    private static final int IFLA_EXT_MASK = 29;
    private static final int RTEXT_FILTER_VF = 0x1;

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(RTM_GETLINK, NetlinkRequest.DUMP, out -> {
            LinkMessage.ANY.encode(out);
            out.attribute(IFLA_EXT_MASK, mask -> mask.u32(RTEXT_FILTER_VF));
        });
    }

    @Override
    public String command() {
        return "ip link show";
    }
}
