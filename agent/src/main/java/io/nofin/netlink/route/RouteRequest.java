package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** One rtnetlink request. */
public interface RouteRequest {

    NetlinkRequest request();

    /** The ip(8) or tc(8) command that asks the kernel for the same. */
    String command();
}
