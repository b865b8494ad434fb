package io.nofin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the time from a command to its effect, JVM start included, beside {@code java -version} without options of its own, in turn:
 * {@code StartBench LAUNCHER SCENARIO [--quick]}.
 */
public final class StartBench {

    private static final double GOAL_VALIDATE = 3;
    private static final double GOAL_ALONE = 5;
    private static final double GOAL_AGENT = 3.5;
    private static final double LENGTH_MILLIS = 1_000;
    private static final Map<String, String> ALONE = Map.of("NOFIN_ALONE", "1");

    private final String nofin;
    private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final Start version = new Start();
    private final Start validate = new Start();
    private final Start alone = new Start();
    private final Start throughAgent = new Start();

    /** One way to start something, measured several times. */
    private static final class Start {
        private final Sample effect = new Sample();
        private final Sample exit = new Sample();
        private final Sample processor = new Sample();

        private void run(Map<String, String> environment, String... command) throws Exception {
            double before = Resources.childrenCpuSeconds();
            exit.add(Sample.millis(() -> Command.run(environment, command)));
            processor.add((Resources.childrenCpuSeconds() - before) * 1_000);
        }
    }

    private StartBench(String nofin) {
        this.nofin = nofin;
    }

    public static void main(String[] arguments) throws Exception {
        StartBench bench = new StartBench(arguments[0]);
        int rounds = List.of(arguments).contains("--quick") ? 3 : 9;
        Path directory = Files.createTempDirectory("nofin-start");
        try (AgentProcess agent = AgentProcess.start(arguments[0], directory, "unix:" + directory.resolve("docker.sock"))) {
            for (int round = 0; round <= rounds; round++) {
                bench.round(arguments[1], Map.of("NOFIN_SOCKET", agent.socket().toString()));
                if (round == 0) {
                    bench.forget();             // builds, and fills caches
                }
            }
        } finally {
            Command.run("rm", "-r", directory.toString());
        }
        bench.print(rounds);
    }

    private void round(String scenario, Map<String, String> agent) throws Exception {
        version.run(Map.of(), java, "-version");
        validate.run(Map.of(), nofin, "validate", scenario);
        drop(alone, ALONE);
        drop(throughAgent, agent);
    }

    private void drop(Start start, Map<String, String> environment) throws Exception {
        try (Wire wire = Wire.create(); DatagramStream stream = DatagramStream.start(wire)) {
            long begin = System.nanoTime();
            start.run(environment, nofin, "drop", "--target", "netns:" + wire.near().descriptorPath(), "--for", "1s");
            start.effect.add((stream.firstLoss() - begin) / 1e6);
        }
    }

    private void forget() {
        for (Start start : List.of(version, validate, alone, throughAgent)) {
            start.effect.clear();
            start.exit.clear();
            start.processor.clear();
        }
    }

    private void print(int rounds) {
        System.out.println("From the start of native-scripts/nofin, medians of " + rounds + ", in turn. Beside it: " + java + " -version, no other option.");
        Table table = new Table("command", "until", "takes", "of java -version", "processor", "to reach");
        double yardstick = version.exit.median();
        row(table, "java -version", "its exit", yardstick, version, "");
        row(table, "nofin validate silent-drop.yaml", "its exit", validate.exit.median(), validate, goal(GOAL_VALIDATE, validate.exit));
        row(table, "nofin drop --for 1s", "the first vanished packet", alone.effect.median(), alone, goal(GOAL_ALONE, alone.effect));
        row(table, "", "its exit, without the 1 s", alone.exit.median() - LENGTH_MILLIS, alone, "");
        row(table, "the same through the agent", "the first vanished packet", throughAgent.effect.median(), throughAgent,
            goal(GOAL_AGENT, throughAgent.effect));
        row(table, "", "its exit, without the 1 s", throughAgent.exit.median() - LENGTH_MILLIS, throughAgent, "");
        table.print();
    }

    private void row(Table table, String command, String until, double millis, Start start, String goal) {
        table.row(command, until, Sample.inMillis(millis), String.format(Locale.ROOT, "%.1f times", millis / version.exit.median()),
            Sample.inMillis(start.processor.median()), goal);
    }

    private String goal(double times, Sample sample) {
        return Table.atMost(times, sample.median() / version.exit.median(), " times");
    }
}
