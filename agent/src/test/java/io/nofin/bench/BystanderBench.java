package io.nofin.bench;

import io.nofin.inject.ArmedFaults;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Effect;
import io.nofin.scenario.Peer;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.IpNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures what a flow notices of a fault that fires on its interface, but at 10 000 other peers: {@code BystanderBench [--quick]}. The
 * fault is first a drop, then a delay by whichever engine shapes on this kernel. Two equal pairs of namespaces, one without nofin and one
 * with it, are measured in turn; after half of the time they change sides. One thread has both ends of
 * the round trips: to be woken up takes ten times as long as the packets' way through the kernel, and varies by more than nofin adds.
 */
public final class BystanderBench {

    private static final int PEERS = 10_000;
    private static final double GOAL_PERCENT = 5;
    private static final double GOAL_MICROS = 0.3;

    private static final Effect DELAY = new ShapingBuilder().delay(Delay.of(Duration.ofMillis(100))).build();

    private final Effect effect;
    private final Wire[] wires;
    private final Sample[] throughput = {new Sample(), new Sample()};       // without nofin, with it
    private final Sample[] roundTrip = {new Sample(), new Sample()};

    /** A measurement, made once on a wire. */
    private interface Flow {
        double measure(Wire wire) throws Exception;
    }

    private BystanderBench(Effect effect, Wire... wires) {
        this.effect = effect;
        this.wires = wires;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        for (Effect effect : List.of(new Drop(), DELAY)) {
            try (Wire one = Wire.create(); Wire other = Wire.create()) {
                BystanderBench bench = new BystanderBench(effect, one, other);
                bench.compare(quick ? 3 : 10, Wire::throughput, bench.throughput);
                bench.compare(quick ? 200 : 600, Wire::roundTrip, bench.roundTrip);
                bench.print();
            }
        }
    }

    private void compare(int rounds, Flow flow, Sample[] samples) throws Exception {
        for (Wire wire : wires) {
            flow.measure(wire);         // compiles, and fills caches
        }
        for (int side = 0; side < wires.length; side++) {
            compare(rounds, flow, samples, wires[1 - side], wires[side]);
        }
    }

    private void compare(int rounds, Flow flow, Sample[] samples, Wire without, Wire with) throws Exception {
        List<Peer> peers = IntStream.range(0, PEERS)
            .<Peer>mapToObj(peer -> new Peer.Network(IpNetwork.parse("10.98." + peer / 250 + "." + peer % 250))).toList();
        try (Targets targets = Targets.of(with.near().descriptorPath());
                ArmedFaults armedFaults = targets.arm(targets.plan(peers, effect))) {
            armedFaults.fire(Targets.FAULTS, Targets.LENGTH);
            for (int round = 0; round < rounds; round++) {
                samples[0].add(flow.measure(without));
                samples[1].add(flow.measure(with));
            }
        }
    }

    private void print() {
        System.out.println("A flow beside a firing fault, " + effect + ", with " + PEERS + " peers on the same interface; medians, measured in turn.");
        Table table = new Table("flow", "without nofin", "with nofin", "change", "to reach");
        double loss = (1 - throughput[1].median() / throughput[0].median()) * 100;
        row(table, "TCP throughput, iperf3 over veth", "%.2f Gbit/s", throughput, String.format(Locale.ROOT, "%+.1f %%", -loss),
            Table.atMost(GOAL_PERCENT, loss, " % worse"));
        row(table, "UDP round trip, 64 bytes, both ends in one thread", "%.2f us", roundTrip, micros(roundTrip),
            Table.atMost(GOAL_MICROS, difference(roundTrip), " us more"));
        table.print();
    }

    private static String micros(Sample... samples) {
        return String.format(Locale.ROOT, "%+.2f us", difference(samples));
    }

    private static double difference(Sample... samples) {
        return samples[1].median() - samples[0].median();
    }

    private static void row(Table table, String flow, String format, Sample[] samples, String change, String goal) {
        table.row(flow + ", " + samples[1].size() + " rounds", String.format(Locale.ROOT, format, samples[0].median()),
            String.format(Locale.ROOT, format, samples[1].median()), change, goal);
    }
}
