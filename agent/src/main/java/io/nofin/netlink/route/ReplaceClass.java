package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;

/** Creates a class of an HTB qdisc, or changes the parameters of the class of that id. */
public record ReplaceClass(Link link, Handle id, HtbClass parameters) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        return new NetlinkRequest(TcMessage.RTM_NEWTCLASS, NetlinkRequest.CREATE, out -> {
            new TcMessage(link, id, id.qdisc()).encode(out);
            out.string(TcMessage.TCA_KIND, HtbClass.KIND);
            out.attribute(TcMessage.TCA_OPTIONS, parameters::encodeOptions);
        });
    }

    @Override
    public String command() {
        return "tc class replace dev " + link.name() + " parent " + id.qdisc() + " classid " + id + " " + parameters;
    }
}
