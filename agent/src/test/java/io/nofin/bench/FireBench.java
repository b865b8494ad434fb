package io.nofin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fires and heals one drop in many namespaces, next to shell loops: {@code FireBench [--quick]}. */
public final class FireBench {

    private static final int LOOP_NAMESPACES = 50;
    private static final int GOAL_NAMESPACES = 200;
    private static final int MOST_NAMESPACES = 1_000;
    private static final double GOAL_TIMES = 200;
    private static final Map<Integer, Double> GOAL_MILLIS = Map.of(GOAL_NAMESPACES, 2.0, MOST_NAMESPACES, 20.0);
    private static final double GOAL_ANSWERED = 4;

    private final boolean quick;
    private final Map<String, Double> firstAt200 = new HashMap<>();

    private FireBench(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] arguments) throws Exception {
        FireBench bench = new FireBench(List.of(arguments).contains("--quick"));
        bench.nofin();
        bench.loops();
    }

    private void nofin() throws Exception {
        int rounds = quick ? 20 : 50;
        System.out.println("Fire and heal, both families. first: cold, median of some JVMs; later: median of " + rounds
            + " in each JVM.\ntotal: until the last namespace has it; answered: until the kernel's answers are read.");
        Table table = new Table("namespaces", "movement", "total", "each", "skew", "answered", "total, to reach", "answered, to reach");
        for (int count : quick ? new int[] {1, 50, 200} : new int[] {1, 50, 200, 1_000}) {
            Map<String, Double> figures = medians(count == MOST_NAMESPACES || quick ? 3 : 7, count, rounds);
            for (String movement : List.of("first-fire", "first-heal", "later-fire", "later-heal")) {
                double total = figures.get(movement + ".total");
                double answered = figures.get(movement + ".answered");
                Double goal = GOAL_MILLIS.get(count);
                table.row(Integer.toString(count), movement.replace('-', ' '), Sample.inMillis(total),
                    String.format(Locale.ROOT, "%.1f us", total * 1e3 / count), Sample.inMillis(figures.get(movement + ".skew")),
                    Sample.inMillis(answered), goal == null ? "" : Table.atMost(goal, total, " ms"),
                    count == GOAL_NAMESPACES ? Table.atMost(GOAL_ANSWERED, answered, " ms") : "");
            }
            if (count == GOAL_NAMESPACES) {
                firstAt200.putAll(figures);
            }
        }
        table.print();
    }

    private void loops() throws Exception {
        System.out.println("The same by shell loops, measured on " + LOOP_NAMESPACES + " namespaces and scaled to "
            + GOAL_NAMESPACES + "; against nofin's first firing there, answered.");
        Table table = new Table("loop of", "movement", "each", "all", "nofin is quicker", "to reach");
        Path directory = Files.createTempDirectory("nofin-bench");
        try (Targets targets = Targets.create(LOOP_NAMESPACES)) {
            Loops loops = new Loops(targets.paths(), directory);
            Sample[] samples = {new Sample(), new Sample(), new Sample(), new Sample()};
            for (int round = 0; round < (quick ? 1 : 3); round++) {
                samples[0].add(loops.iptables(true));
                samples[1].add(loops.iptables(false));
                samples[2].add(loops.restore(true));
                samples[3].add(loops.restore(false));
            }
            row(table, "iptables, ip6tables", "fire", samples[0]);
            row(table, "iptables, ip6tables", "heal", samples[1]);
            row(table, "iptables-restore, ip6tables-restore", "fire", samples[2]);
            row(table, "iptables-restore, ip6tables-restore", "heal", samples[3]);
        } finally {
            for (String file : new String[] {"fire", "heal", ""}) {
                Files.deleteIfExists(directory.resolve(file));
            }
        }
        table.print();
    }

    private void row(Table table, String loop, String movement, Sample sample) {
        double each = sample.median() / LOOP_NAMESPACES;
        double times = each * GOAL_NAMESPACES / firstAt200.get("first-" + movement + ".answered");
        table.row(loop, movement, Sample.inMillis(each), Sample.inMillis(each * GOAL_NAMESPACES),
            Math.round(times) + " times", Table.atLeast(GOAL_TIMES, times, " times"));
    }

    private static Map<String, Double> medians(int jvms, int count, int rounds) throws Exception {
        List<Map<String, Double>> runs = new ArrayList<>();
        for (int jvm = 0; jvm < jvms; jvm++) {
            runs.add(FreshJvm.run(FireRun.class, Integer.toString(count), Integer.toString(rounds)));
        }
        Map<String, Double> medians = new HashMap<>();
        for (String name : runs.get(0).keySet()) {
            Sample sample = new Sample();
            runs.forEach(run -> sample.add(run.get(name)));
            medians.put(name, sample.median());
        }
        return medians;
    }
}
