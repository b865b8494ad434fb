package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Removes a class with its leaf; the packets held there are dropped. ENOENT when it is not there. */
public record DeleteClass(Link link, Handle id) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_DELTCLASS, 0, new TcMessage(link, id, id.qdisc())::encode);
    }

    @Override
    public String command() {
        return "tc class del dev " + link.name() + " parent " + id.qdisc() + " classid " + id;
    }
}
