package io.nofin.bench;

import java.util.List;

/** Measures the time from the command to its effect, JVM start included: {@code StartBench LAUNCHER SCENARIO [--quick]}. */
public final class StartBench {

    private static final double GOAL_VALIDATE = 350;
    private static final double GOAL_FIRST_LOSS = 600;
    private static final double LENGTH_MILLIS = 1_000;

    private StartBench() {
    }

    public static void main(String[] arguments) throws Exception {
        String nofin = arguments[0];
        String scenario = arguments[1];
        int rounds = List.of(arguments).contains("--quick") ? 3 : 9;
        Sample validate = new Sample();
        Sample firstLoss = new Sample();
        Sample exit = new Sample();
        Command.run(nofin, "validate", scenario);               // builds, and fills caches
        for (int round = 0; round < rounds; round++) {
            validate.add(Sample.millis(() -> Command.run(nofin, "validate", scenario)));
            try (Wire wire = Wire.create(); DatagramStream stream = DatagramStream.start(wire)) {
                long start = System.nanoTime();
                exit.add(Sample.millis(() -> Command.run(nofin, "drop", "--target", "netns:" + wire.near().descriptorPath(),
                    "--for", "1s")));
                firstLoss.add((stream.firstLoss() - start) / 1e6);
            }
        }
        System.out.println("From the start of native-scripts/nofin, medians of " + rounds + ".");
        Table table = new Table("command", "until", "takes", "to reach");
        table.row("nofin validate silent-drop.yaml", "its exit", Sample.inMillis(validate.median()),
            Table.atMost(GOAL_VALIDATE, validate.median(), " ms"));
        table.row("nofin drop --for 1s", "the first vanished packet", Sample.inMillis(firstLoss.median()),
            Table.atMost(GOAL_FIRST_LOSS, firstLoss.median(), " ms"));
        table.row("", "its exit, without the 1 s", Sample.inMillis(exit.median() - LENGTH_MILLIS), "");
        table.print();
    }
}
