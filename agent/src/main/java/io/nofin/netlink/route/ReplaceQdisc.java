package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Replaces whatever qdisc is there; one of the same handle and kind is changed and keeps its packets. */
public record ReplaceQdisc(Link link, Handle parent, Handle handle, Qdisc qdisc) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_NEWQDISC, NetlinkRequest.CREATE | NetlinkRequest.REPLACE, out -> {
            new TcMessage(link, handle, parent).encode(out);
            out.string(TcMessage.TCA_KIND, qdisc.kind());
            out.attribute(TcMessage.TCA_OPTIONS, qdisc::encodeOptions);
        });
    }

    @Override
    public String command() {
        return "tc qdisc replace dev " + link.name() + " " + parent.asParent() + " handle " + handle + " " + qdisc;
    }
}
