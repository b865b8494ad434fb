package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.target.NamespaceInspector;
import io.nofin.witness.CaptureScope;
import io.nofin.witness.WireWitness;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Measures what a TCP flow notices of captures at both of its ends: {@code WitnessBench [--quick]}. One pair of namespaces is measured in
 * turn without a capture; with tcpdump, or the witness, capturing other packets; and with the witness capturing the flow, either the
 * beginning of each packet or whole packets; and once at the sender only.
 */
public final class WitnessBench {

    private static final double GOAL_PERCENT = 5;
    private static final String OTHERS = "udp port 7";
    private static final String FLOW = "tcp";

    private final Wire wire;
    private long lost;

    private WitnessBench(Wire wire) {
        this.wire = wire;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = List.of(arguments).contains("--quick") ? 3 : 10;
        try (Wire wire = Wire.create()) {
            new WitnessBench(wire).run(rounds);
        }
    }

    private void run(int rounds) throws Exception {
        Sample without = new Sample();
        Sample tcpdump = new Sample();
        Sample bystander = new Sample();
        Sample sender = new Sample();
        Sample beginnings = new Sample();
        Sample whole = new Sample();
        wire.throughput();              // compiles, and fills caches
        for (int round = 0; round < rounds; round++) {
            without.add(wire.throughput());
            tcpdump.add(dumped());
            bystander.add(watched(OTHERS, CaptureScope.BEGINNINGS));
            sender.add(senderWatched());
            beginnings.add(watched(FLOW, CaptureScope.BEGINNINGS));
            whole.add(watched(FLOW, CaptureScope.WHOLE));
        }
        System.out.println("Packets that captures lost: " + lost);
        System.out.println("TCP throughput, iperf3 over veth, while both ends are captured; medians of " + rounds + " rounds, in turn.");
        Table table = new Table("capture", "Gbit/s", "change", "to reach");
        row(table, "nobody captures", without, without, "");
        row(table, "tcpdump, filter means other packets", without, tcpdump, "");
        row(table, "filter means other packets", without, bystander, goal(without, bystander));
        row(table, "filter means the flow, 256 bytes of each packet, sender only", without, sender, goal(without, sender));
        row(table, "filter means the flow, 256 bytes of each packet", without, beginnings, goal(without, beginnings));
        row(table, "filter means the flow, whole packets", without, whole, goal(without, whole));
        table.print();
    }

    /** Both end by themselves, soon after the flow. */
    private double dumped() throws Exception {
        Process near = dump(wire.near());
        Process far = dump(wire.far());
        try {
            return wire.throughput();
        } finally {
            near.destroy();
            far.destroy();
            near.waitFor();
            far.waitFor();
        }
    }

    private static Process dump(NetworkNamespace host) throws IOException {
        Process process = host.call(() -> new ProcessBuilder("timeout", "20", "tcpdump", "-ni", "eth0", "-s", "256", "-w", "/dev/null", OTHERS)
            .redirectErrorStream(true).start());
        process.inputReader().readLine();           // that it listens
        return process;
    }

    /** Measures what a run costs whose only watched host is the fault's. */
    private double senderWatched() throws Exception {
        try (WireWitness near = WireWitness.watch(NamespaceInspector.inspect("near", "bench", wire.near()), FLOW, CaptureScope.BEGINNINGS)) {
            double throughput = wire.throughput();
            lost += near.lostPackets();
            return throughput;
        }
    }

    private double watched(String filter, CaptureScope captureScope) throws Exception {
        try (WireWitness near = WireWitness.watch(NamespaceInspector.inspect("near", "bench", wire.near()), filter, captureScope);
                WireWitness far = WireWitness.watch(NamespaceInspector.inspect("far", "bench", wire.far()), filter, captureScope)) {
            double throughput = wire.throughput();
            lost += near.lostPackets() + far.lostPackets();
            return throughput;
        }
    }

    private static void row(Table table, String name, Sample without, Sample with, String goal) {
        table.row(name, String.format(Locale.ROOT, "%.2f", with.median()), String.format(Locale.ROOT, "%+.1f %%", change(without, with)), goal);
    }

    private static String goal(Sample without, Sample with) {
        return Table.atMost(GOAL_PERCENT, -change(without, with), " % worse");
    }

    private static double change(Sample without, Sample with) {
        return (with.median() / without.median() - 1) * 100;
    }
}
