package io.nofin.netlink.route;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader.Attribute;

/** Creates a qdisc, class or filter again from the kernel's own description of it. */
record RestoreTcObject(Link link, TcObject saved) implements RouteRequest {

    @Override
    public NetlinkRequest request() {
        int ifThere = saved.type() == TcMessage.RTM_NEWQDISC ? NetlinkRequest.REPLACE : NetlinkRequest.EXCL;
        return new NetlinkRequest(saved.type(), NetlinkRequest.CREATE | ifThere, out -> {
            long info = saved.type() == TcMessage.RTM_NEWTFILTER ? saved.message().info() : 0;
            new TcMessage(link.index(), saved.handle(), saved.parent(), info).encode(out);
            out.string(TcMessage.TCA_KIND, saved.kind());
            saved.attribute(TcMessage.TCA_CHAIN).map(Attribute::payload)
                .ifPresent(chain -> out.attribute(TcMessage.TCA_CHAIN, value -> value.bytes(chain)));
            saved.attribute(TcMessage.TCA_OPTIONS).map(Attribute::payload).ifPresent(options ->
                out.attribute(TcMessage.TCA_OPTIONS, value -> value.bytes(TcDialect.asTold(saved, options))));
        });
    }

    /** Returns the head of a command only: the options are bytes of a kind that may be unknown. */
    @Override
    public String command() {
        return "tc " + saved.toString().replaceFirst(" ", " replace dev " + link.name() + " ");
    }
}
