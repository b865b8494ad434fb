package io.nofin.bench;

import io.nofin.api.Form;
import io.nofin.client.AgentClient;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.DockerDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures the time from a call of a running agent to the first packet that vanishes between two containers, next to what people do without
 * nofin, and the memory and processor time of an agent that has nothing to do: {@code ApiBench LAUNCHER [--quick]}.
 */
public final class ApiBench {

    private static final double GOAL_MEDIAN = 2;
    private static final double GOAL_MOST = 5;
    private static final double GOAL_PUT_MEDIAN = 3;
    private static final double GOAL_PUT_MOST = 8;
    private static final double GOAL_FRESH_MEGABYTES = 70;
    private static final double GOAL_USED_MEGABYTES = 80;
    private static final double GOAL_PROCESSOR_PERCENT = 0.1;
    private static final double MOST = 0.99;
    private static final int WARM_UP = 200;
    private static final String NETWORK = "bench";
    private static final String NEAR = "bench-app";
    private static final String FAR = "bench-db";
    private static final String FAULT = "cut";
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(25);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final DockerDaemon docker;
    private final NetworkNamespace near;
    private final NetworkNamespace far;
    private final String address;

    private ApiBench(DockerDaemon docker, NetworkNamespace near, NetworkNamespace far, String address) {
        this.docker = docker;
        this.near = near;
        this.far = far;
        this.address = address;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("--quick");
        Path directory = Files.createTempDirectory("nofin-bench");
        try (DockerDaemon docker = DockerDaemon.start()) {
            docker.docker("network", "create", "--internal", NETWORK);
            docker.container(NEAR, "--network", NETWORK);
            docker.container(FAR, "--network", NETWORK);
            try (NetworkNamespace near = namespace(docker, NEAR); NetworkNamespace far = namespace(docker, FAR);
                    AgentProcess agent = AgentProcess.start(arguments[0], directory, docker.host()); AgentClient client = AgentClient.at(agent.socket())) {
                new ApiBench(docker, near, far, docker.docker("inspect", "--format", "{{.NetworkSettings.Networks." + NETWORK + ".IPAddress}}", FAR))
                    .measure(agent, client, quick);
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void measure(AgentProcess agent, AgentClient client, boolean quick) throws Exception {
        Rest fresh = Rest.of(agent);
        Sample armed = armed(client, quick ? 50 : 500);
        Sample put = made(client, quick ? 10 : 100);
        Sample nsenter = nsenter(quick ? 5 : 30);
        Sample disconnect = disconnect(quick ? 3 : 15);
        System.out.println("From a call to the first vanished packet between two containers; datagrams every 0.2 ms.");
        Table table = new Table("call", "times", "median", "99 %", "median, to reach", "99 %, to reach");
        table.row("PATCH /v1/faults/cut { firing: true }", Integer.toString(armed.size()), Sample.inMillis(armed.median()),
            Sample.inMillis(armed.quantile(MOST)), Table.atMost(GOAL_MEDIAN, armed.median(), " ms"), Table.atMost(GOAL_MOST, armed.quantile(MOST), " ms"));
        table.row("PUT /v1/faults/cut", Integer.toString(put.size()), Sample.inMillis(put.median()), Sample.inMillis(put.quantile(MOST)),
            Table.atMost(GOAL_PUT_MEDIAN, put.median(), " ms") + "; " + Table.atLeast(1, nsenter.median() / put.median(), " times nsenter's speed"),
            Table.atMost(GOAL_PUT_MOST, put.quantile(MOST), " ms"));
        row(table, "nsenter iptables -I OUTPUT -j DROP", nsenter);
        row(table, "docker network disconnect", disconnect);
        table.print();
        Table idle = new Table("the agent at rest for 25 s, its processor over 60 s more", "memory", "to reach", "processor", "to reach");
        fresh.row(idle, "just started", GOAL_FRESH_MEGABYTES);
        Rest.of(agent).row(idle, "after " + (2 * (armed.size() + WARM_UP) + 2 * put.size()) + " calls of those above", GOAL_USED_MEGABYTES);
        idle.print();
    }

    private static void row(Table table, String call, Sample sample) {
        table.row(call, Integer.toString(sample.size()), Sample.inMillis(sample.median()), Sample.inMillis(sample.quantile(MOST)), "", "");
    }

    private Sample armed(AgentClient client, int rounds) throws Exception {
        Map<String, Object> spec = spec();
        spec.put("armed-only", true);
        client.put(FAULT, spec, Optional.empty());
        Sample sample = new Sample();
        for (int round = -WARM_UP; round < rounds; round++) {
            double millis = untilTheFirstLoss(() -> client.fire(FAULT, LENGTH));
            client.heal(FAULT);
            if (round >= 0) {           // those before are for the JVMs to warm up
                sample.add(millis);
            }
        }
        client.remove(FAULT, Form.JSON);
        return sample;
    }

    private Sample made(AgentClient client, int rounds) throws Exception {
        Sample sample = new Sample();
        for (int round = 0; round < rounds; round++) {
            sample.add(untilTheFirstLoss(() -> client.put(FAULT, spec(), Optional.empty())));
            client.remove(FAULT, Form.JSON);
        }
        return sample;
    }

    private Sample nsenter(int rounds) throws Exception {
        Sample sample = new Sample();
        for (int round = 0; round < rounds; round++) {
            sample.add(untilTheFirstLoss(() -> iptables("-I")));
            iptables("-D");
        }
        return sample;
    }

    private void iptables(String action) throws IOException, InterruptedException {
        Command.run("nsenter", "--net=" + near.descriptorPath(), "iptables", "-w", action, "OUTPUT", "!", "-o", "lo", "-j", "DROP");
    }

    private Sample disconnect(int rounds) throws Exception {
        Sample sample = new Sample();
        for (int round = 0; round < rounds; round++) {
            sample.add(untilTheFirstLoss(() -> docker.docker("network", "disconnect", NETWORK, NEAR)));
            docker.docker("network", "connect", NETWORK, NEAR);
        }
        return sample;
    }

    private double untilTheFirstLoss(Sample.Step call) throws Exception {
        try (DatagramStream stream = DatagramStream.start(near, far, address)) {
            LockSupport.parkNanos(SETTLE_NANOS);
            long start = System.nanoTime();
            call.run();
            return (stream.firstLoss() - start) / 1e6;
        }
    }

    private static Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("on", List.of("docker:" + NEAR));
        spec.put("drop", "silent");
        spec.put("for", "30s");
        spec.put("optional", true);
        return spec;
    }

    /** The memory of an agent that has nothing to do, and the percentage of a processor that it takes. */
    private record Rest(double megabytes, double processor) {

        static Rest of(AgentProcess agent) throws IOException {
            LockSupport.parkNanos(QUIET_NANOS);
            double megabytes = agent.residentMegabytes();
            double before = agent.cpuSeconds();
            long start = System.nanoTime();
            LockSupport.parkNanos(IDLE_NANOS);
            return new Rest(megabytes, 100 * (agent.cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9));
        }

        void row(Table table, String when, double goal) {
            table.row(when, Math.round(megabytes) + " MB", Table.atMost(goal, megabytes, " MB"), String.format(Locale.ROOT, "%.2f %%", processor),
                Table.atMost(GOAL_PROCESSOR_PERCENT, processor, " %"));
        }
    }

    private static NetworkNamespace namespace(DockerDaemon docker, String container) throws IOException {
        return NetworkNamespace.open(Path.of("/proc", docker.docker("inspect", "--format", "{{.State.Pid}}", container), "ns", "net"));
    }
}
