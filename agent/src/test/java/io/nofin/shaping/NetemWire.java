package io.nofin.shaping;

import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.Netem;
import io.nofin.netlink.route.QdiscCounters;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.netlink.route.ShapingTree.Foreign;
import io.nofin.netlink.route.ShapingTree.Shaped;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.Side;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.util.OptionalLong;

/** Shaped by sch_netem, in nofin's tree of qdiscs. */
final class NetemWire extends ShapedWire {

    private final RouteSocket route = hosts.near().call(RouteSocket::open);
    private final ShapingTree tree;
    private Shaped shaped;

    NetemWire() throws IOException {
        super(Side.EGRESS);
        Link link = route.link("wire");
        tree = ShapingTree.install(route, link, Foreign.REFUSE);
    }

    @Override
    void shape(Shaping shaping) throws IOException {
        shaped = tree.add(Netem.of(shaping, OptionalLong.of(SEED)));
        Shell.in(hosts.near(), "iptables-legacy -t mangle -A POSTROUTING -p udp -j CLASSIFY --set-class " + shaped.id());
    }

    /** netem decides before the call returns that sends. */
    @Override
    boolean hasSeen(int packets) {
        return true;
    }

    @Override
    long passed() throws IOException {
        QdiscCounters counters = tree.counters(shaped.id());
        return counters.packets() + counters.held();
    }

    @Override
    public void close() throws IOException {
        tree.close();
        route.close();
        super.close();
    }
}
