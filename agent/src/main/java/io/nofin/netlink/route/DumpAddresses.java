package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Asks for all addresses of the socket's namespace, of every family. */
public record DumpAddresses() implements RouteRequest {

    private static final int RTM_GETADDR = 22;

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(RTM_GETADDR, NetlinkRequest.DUMP, AddressMessage.ANY::encode);
    }

    @Override
    public String command() {
        return "ip address show";
    }
}
