package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** A request to rtnetlink. */
public interface RouteRequest {

    NetlinkRequest request();

    /** Returns the ip(8) or tc(8) command that asks the kernel for the same. */
    String command();
}
