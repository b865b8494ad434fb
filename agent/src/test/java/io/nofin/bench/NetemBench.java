package io.nofin.bench;

import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.Netem;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.netlink.route.ShapingTree;
import io.nofin.netlink.route.ShapingTree.Foreign;
import io.nofin.queue.Shapings;
import io.nofin.queue.TwoHosts;
import io.nofin.testing.Shell;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * The delay of netem as nofin sets it up, behind HTB and CLASSIFY, next to one that tc puts at a device's root, as people do:
 * {@code NetemBench [--quick]}. Measured in turn, on a kernel that has sch_netem.
 */
public final class NetemBench {

    private static final int[] DELAYS = {1, 10, 100};
    private static final int ROUNDS = 3;

    /** The most by which nofin's delay may be worse than tc's: about the difference between one measurement and the next. */
    private static final double GOAL_MILLIS = 0.1;

    private NetemBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int count = List.of(arguments).contains("--quick") ? 200 : 1_000;
        System.out.println("netem, one way: later than asked by so much. " + ROUNDS + " times " + count + " datagrams, one every 2 ms.");
        Table table = new Table("delay", "tc: p50", "p99", "nofin: p50", "p99", "difference of p50, to reach");
        for (int delay : DELAYS) {
            Histogram byTc = new Histogram(3);
            Histogram byNofin = new Histogram(3);
            for (int round = 0; round < ROUNDS; round++) {
                byTc.add(byTc(delay, count));
                byNofin.add(byNofin(delay, count));
            }
            double difference = OneWay.lateMillis(byNofin, 50, delay) - OneWay.lateMillis(byTc, 50, delay);
            table.row(delay + " ms", OneWay.late(byTc, 50, delay), OneWay.late(byTc, 99, delay), OneWay.late(byNofin, 50, delay),
                OneWay.late(byNofin, 99, delay), Sample.inMillis(difference) + ", " + Table.atMost(GOAL_MILLIS, difference, " ms"));
        }
        table.print();
    }

    private static Histogram byTc(int delay, int count) throws Exception {
        try (TwoHosts hosts = new TwoHosts()) {
            Shell.in(hosts.near(), "tc qdisc add dev wire root netem delay " + delay + "ms");
            return OneWay.measure(hosts.near(), hosts.far(), TwoHosts.FAR_4, count);
        }
    }

    private static Histogram byNofin(int delay, int count) throws Exception {
        try (TwoHosts hosts = new TwoHosts(); RouteSocket route = hosts.near().call(RouteSocket::open)) {
            Link link = route.link("wire");
            try (ShapingTree tree = ShapingTree.install(route, link, Foreign.REFUSE)) {
                Netem netem = Netem.of(Shapings.delay(Duration.ofMillis(delay)), OptionalLong.empty());
                Shell.in(hosts.near(), "iptables-legacy -t mangle -A POSTROUTING -p udp -j CLASSIFY --set-class " + tree.add(netem).id());
                return OneWay.measure(hosts.near(), hosts.far(), TwoHosts.FAR_4, count);
            }
        }
    }
}
