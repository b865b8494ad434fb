package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.queue.TwoHosts;
import io.nofin.scenario.Side;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Measures what the queue engine can do, next to the same cable without nofin: {@code QueueBench [--quick]}. The engine is on one end, and
 * shapes what goes out there, or what comes in.
 */
public final class QueueBench {

    private static final double GOAL_MEDIAN_MILLIS = 0.1;
    private static final double GOAL_P99_MILLIS = 0.5;
    private static final double GOAL_GBITS = 5;
    private static final double GOAL_PACKETS = 250_000;
    private static final String BUFFERS = "4096 131072 67108864";
    private static final int[] DELAYS = {1, 10, 100};
    private static final List<Side> SIDES = List.of(Side.EGRESS, Side.INGRESS);

    private final boolean quick;

    private QueueBench(boolean quick) {
        this.quick = quick;
    }

    /** A measurement, made once between two hosts. */
    private interface Figure<T> {
        T measure(TwoHosts hosts, Optional<EngineProcess> engine) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        QueueBench bench = new QueueBench(List.of(arguments).contains("--quick"));
        bench.delays();
        bench.throughput();
        bench.agent();
    }

    private void delays() throws Exception {
        int count = quick ? 500 : 3_000;
        System.out.println("Delay of the queue engine, one way: later than asked by so much. " + count + " datagrams, one every 2 ms.");
        Table table = new Table("delay", "p50", "p99", "p99.9", "p50 more than without, to reach", "p99");
        Histogram without;
        try (TwoHosts hosts = new TwoHosts()) {
            without = OneWay.measure(hosts.near(), hosts.far(), TwoHosts.FAR_4, count);
        }
        table.row("none, without nofin", OneWay.late(without, 50, 0), OneWay.late(without, 99, 0), OneWay.late(without, 99.9, 0), "", "");
        for (Side side : SIDES) {
            for (int delay : DELAYS) {
                Histogram nanos = with(side, delay, (hosts, engine) ->
                    OneWay.measure(from(hosts, side), to(hosts, side), address(side), count));
                table.row(delay + " ms, " + word(side), OneWay.late(nanos, 50, delay), OneWay.late(nanos, 99, delay),
                    OneWay.late(nanos, 99.9, delay), goal(GOAL_MEDIAN_MILLIS, nanos, without, 50, delay),
                    goal(GOAL_P99_MILLIS, nanos, without, 99, delay));
            }
        }
        table.print();
    }

    private static String goal(double goal, Histogram nanos, Histogram without, double percentile, int delay) {
        double more = OneWay.lateMillis(nanos, percentile, delay) - OneWay.lateMillis(without, percentile, 0);
        return Sample.inMillis(more) + ", " + Table.atMost(goal, more, " ms");
    }

    private void throughput() throws Exception {
        System.out.println("Through a delay of 10 ms of the queue engine.");
        Table table = new Table("", "TCP, iperf3", "to reach", "64-byte datagrams a second", "not kept up with", "to reach");
        try (TwoHosts hosts = new TwoHosts()) {
            table.row("without nofin", gbits(tcp(hosts, Side.EGRESS)), "", Long.toString(flood(hosts, Side.EGRESS)), "", "");
        }
        for (Side side : SIDES) {
            double gbits = with(side, 10, (hosts, engine) -> tcp(hosts, side));
            long[] flood = with(side, 10, (hosts, engine) -> new long[] {flood(hosts, side), engine.orElseThrow().end()});
            table.row(word(side), gbits(gbits), Table.atLeast(GOAL_GBITS, gbits, " Gbit/s"), Long.toString(flood[0]),
                Long.toString(flood[1]), Table.atLeast(GOAL_PACKETS, flood[0], ""));
        }
        table.print();
    }

    private void agent() throws Exception {
        System.out.println("An agent that has the engine: a JVM with the launcher's options, its memory and its part of a processor.");
        Table table = new Table("agent", "memory", "processor");
        try (TwoHosts hosts = new TwoHosts(); EngineProcess engine = EngineProcess.start(hosts)) {
            usage(table, "idle: no fault", engine, () -> Thread.sleep(2_000));
        }
        for (Side side : SIDES) {
            with(side, 10, (hosts, engine) -> {
                usage(table, "armed: 10 ms, " + word(side) + ", no traffic", engine.orElseThrow(), () -> Thread.sleep(2_000));
                usage(table, "under TCP as fast as it goes", engine.orElseThrow(), () -> tcp(hosts, side));
                return 0;
            });
        }
        table.print();
    }

    private static void usage(Table table, String what, EngineProcess engine, Sample.Step step) throws Exception {
        double before = engine.cpuSeconds();
        double seconds = Sample.millis(step) / 1e3;
        table.row(what, String.format(Locale.ROOT, "%.0f MB", engine.residentMegabytes()),
            String.format(Locale.ROOT, "%.1f %%", 100 * (engine.cpuSeconds() - before) / seconds));
    }

    private static <T> T with(Side side, int delay, Figure<T> figure) throws Exception {
        try (TwoHosts hosts = new TwoHosts();
                EngineProcess engine = EngineProcess.start(hosts, side.name(), Integer.toString(delay))) {
            hosts.install(side, "-p all");
            return figure.measure(hosts, Optional.of(engine));
        }
    }

    /**
     * Returns the rate of one connection. Its buffers hold what is in flight at the goal's rate: the kernel's limit of 4 MB, which counts
     * the memory of packets and not their data, ends a flow of 10 ms at some 2.8 Gbit/s.
     */
    private double tcp(TwoHosts hosts, Side side) throws Exception {
        for (NetworkNamespace host : List.of(hosts.near(), hosts.far())) {
            Shell.in(host, "sysctl -qw net.ipv4.tcp_rmem='" + BUFFERS + "' net.ipv4.tcp_wmem='" + BUFFERS + "'");
        }
        return Iperf.gbits(from(hosts, side), to(hosts, side), address(side), quick ? 2 : 6, 2);
    }

    /** Datagrams that arrive. The processes get a processor as the engine does, so that others on the host matter less. */
    private long flood(TwoHosts hosts, Side side) throws IOException {
        String seconds = quick ? "1" : "3";
        List<String> realTime = List.of("chrt", "--rr", "1");
        Process receiver = to(hosts, side).call(() -> FreshJvm.builder(realTime, Flood.class, "-", "3", seconds).start());
        receiver.inputReader().readLine();
        Process sender = from(hosts, side).call(
            () -> FreshJvm.builder(realTime, Flood.class, address(side), "3", seconds).start());
        long received = Long.parseLong(receiver.inputReader().readLine());
        sender.onExit().join();
        return received;
    }

    private static NetworkNamespace from(TwoHosts hosts, Side side) {
        return side == Side.EGRESS ? hosts.near() : hosts.far();
    }

    private static NetworkNamespace to(TwoHosts hosts, Side side) {
        return side == Side.EGRESS ? hosts.far() : hosts.near();
    }

    private static String address(Side side) {
        return side == Side.EGRESS ? TwoHosts.FAR_4 : TwoHosts.NEAR_4;
    }

    private static String word(Side side) {
        return side == Side.EGRESS ? "going out" : "coming in";
    }

    private static String gbits(double value) {
        return String.format(Locale.ROOT, "%.2f Gbit/s", value);
    }
}
