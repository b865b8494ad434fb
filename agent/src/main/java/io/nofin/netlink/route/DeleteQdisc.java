package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/**
 * Removes a qdisc with everything below it; the packets it holds are dropped. The kernel replaces a root qdisc by the device's
 * default one. ENOENT when it is not there.
 */
public record DeleteQdisc(Link link, Handle parent, Handle handle) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_DELQDISC, 0, new TcMessage(link, handle, parent)::encode);
    }

    @Override
    public String command() {
        return "tc qdisc del dev " + link.name() + " " + parent.asParent() + " handle " + handle;
    }
}
