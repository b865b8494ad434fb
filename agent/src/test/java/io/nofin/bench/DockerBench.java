package io.nofin.bench;

import io.nofin.testing.DockerDaemon;
import java.util.List;
import java.util.Map;

/** One container: a drop fired and healed, next to {@code docker network disconnect} and {@code connect}. {@code [--quick]}. */
public final class DockerBench {

    private static final String NETWORK = "bench";
    private static final String CONTAINER = "bench-app";
    private static final double GOAL_TIMES = 100;

    private DockerBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = List.of(arguments).contains("--quick") ? 3 : 10;
        try (DockerDaemon docker = DockerDaemon.start()) {
            docker.docker("network", "create", "--internal", NETWORK);
            docker.container(CONTAINER, "--network", NETWORK);
            String pid = docker.docker("inspect", "--format", "{{.State.Pid}}", CONTAINER);
            Sample fire = new Sample();
            Sample heal = new Sample();
            Sample disconnect = new Sample();
            Sample connect = new Sample();
            for (int round = 0; round < rounds; round++) {
                Map<String, Double> firings = FreshJvm.run(FireRun.class, "/proc/" + pid + "/ns/net", "1");
                fire.add(firings.get("first-fire.answered"));
                heal.add(firings.get("first-heal.answered"));
                disconnect.add(Sample.millis(() -> docker.docker("network", "disconnect", NETWORK, CONTAINER)));
                connect.add(Sample.millis(() -> docker.docker("network", "connect", NETWORK, CONTAINER)));
            }
            System.out.println("One container, medians of " + rounds + "; nofin by the first firing of a JVM, answered.");
            Table table = new Table("movement", "nofin", "docker network", "nofin is quicker", "to reach");
            row(table, "fire / disconnect", fire, disconnect);
            row(table, "heal / connect", heal, connect);
            table.print();
        }
    }

    private static void row(Table table, String movement, Sample nofin, Sample docker) {
        double times = docker.median() / nofin.median();
        table.row(movement, Sample.inMillis(nofin.median()), Sample.inMillis(docker.median()), Math.round(times) + " times",
            Table.atLeast(GOAL_TIMES, times, " times"));
    }
}
