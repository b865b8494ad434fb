package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Changes the parameters of a qdisc in place: the packets it holds stay. ENOENT when it is not there, EINVAL for another kind. */
public record ChangeQdisc(Link link, Handle parent, Handle handle, Qdisc qdisc) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_NEWQDISC, 0, out -> {
            new TcMessage(link, handle, parent).encode(out);
            out.string(TcMessage.TCA_KIND, qdisc.kind());
            out.attribute(TcMessage.TCA_OPTIONS, qdisc::encodeOptions);
        });
    }

    @Override
    public String command() {
        return "tc qdisc change dev " + link.name() + " " + parent.asParent() + " handle " + handle + " " + qdisc;
    }
}
