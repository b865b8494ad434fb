package io.nofin.bench;

import io.nofin.plan.Gate;
import io.nofin.plan.HostPlan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Arms 200 namespaces, next to iptables-restore with the same rules, two at a time: {@code ArmBench [--quick]}. */
public final class ArmBench {

    private static final int NAMESPACES = 200;

    private final int rounds;
    private final Sample nofin = new Sample();
    private final Sample restore = new Sample();
    private final Sample disarm = new Sample();

    private ArmBench(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        new ArmBench(quick ? 2 : 5).run();
    }

    private void run() throws Exception {
        for (int round = 0; round < rounds; round++) {
            arm();
            restore();
        }
        System.out.println("Arm " + NAMESPACES + " namespaces, both families; medians of " + rounds
            + " rounds in turn, nofin in a cold JVM each.");
        Table table = new Table("by", "all", "each", "ratio", "to reach");
        double ratio = nofin.median() / restore.median();
        table.row("nofin: sets, rules, read back, first heal", Sample.inMillis(nofin.median()), Sample.inMillis(nofin.median() / NAMESPACES),
            String.format(Locale.ROOT, "%.2f of xargs", ratio), Table.atMost(1, ratio, ""));
        table.row("xargs -P2 nsenter iptables-restore: rules only", Sample.inMillis(restore.median()),
            Sample.inMillis(restore.median() / NAMESPACES));
        table.row("nofin: disarm", Sample.inMillis(disarm.median()), Sample.inMillis(disarm.median() / NAMESPACES));
        table.print();
    }

    /** Arms and disarms in a cold JVM, as a user's is. */
    private void arm() throws Exception {
        Map<String, Double> figures = FreshJvm.run(FireRun.class, Integer.toString(NAMESPACES), "1");
        nofin.add(figures.get("arm.total"));
        disarm.add(figures.get("disarm.total"));
    }

    private void restore() throws Exception {
        Path directory = Files.createTempDirectory("nofin-bench");
        try (Targets targets = Targets.create(NAMESPACES)) {
            HostPlan host = targets.plan(List.of()).hosts().get(0);
            StringBuilder commands = new StringBuilder();
            for (IpFamily family : IpFamily.values()) {
                Files.writeString(directory.resolve(family.name()), host.rules(family).install());
            }
            for (Path namespace : targets.paths()) {
                makeSets(namespace, host);
                for (IpFamily family : IpFamily.values()) {
                    commands.append("--net=").append(namespace).append(' ').append(host.iptables(family).restoreCommand())
                        .append(' ').append(directory.resolve(family.name())).append('\n');
                }
            }
            Files.writeString(directory.resolve("commands"), commands);
            restore.add(Sample.millis(() -> Command.run("xargs", "-P2", "-L1", "-a", directory.resolve("commands").toString(), "nsenter")));
        } finally {
            for (String file : List.of("IPV4", "IPV6", "commands", "")) {
                Files.deleteIfExists(directory.resolve(file));
            }
        }
    }

    private static void makeSets(Path namespace, HostPlan host) throws IOException, InterruptedException {
        StringBuilder sets = new StringBuilder();
        for (Gate gate : host.gates()) {
            for (IpFamily family : IpFamily.values()) {
                sets.append("ipset create ").append(gate.set(family).name()).append(" hash:net timeout 0 family ")
                    .append(family == IpFamily.IPV4 ? "inet" : "inet6").append(" && ");
            }
        }
        Command.run("nsenter", "--net=" + namespace, "sh", "-c", sets + "true");
    }
}
