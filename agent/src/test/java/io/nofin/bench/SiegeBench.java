package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.server.NewToken;
import io.nofin.testing.Attack;
import io.nofin.testing.Crowd;
import io.nofin.testing.OtherUser;
import io.nofin.testing.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An agent that an outsider, a reader and a member of its group attack in every way at once, and what root gets from it meanwhile:
 * {@code SiegeBench LAUNCHER [--quick]}.
 */
public final class SiegeBench {

    private static final double GOAL_MILLIS = 1_000;
    private static final double MOST = 0.99;
    private static final int PORT = 7440;
    private static final int MEMBER = 1234;
    private static final int NOGROUP = 65534;
    private static final long PATIENCE_SECONDS = 30;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SETTLE_SECONDS = 45;

    private final World world;
    private final Process agent;
    private final NetworkNamespace host;
    private final Sample versions = new Sample();
    private final Sample heals = new Sample();
    private int unanswered;

    private SiegeBench(World world, Process agent) throws IOException {
        this.world = world;
        this.agent = agent;
        this.host = world.host();
    }

    public static void main(String[] arguments) throws Exception {
        long seconds = List.of(arguments).contains("--quick") ? 10 : 60;
        Path directory = Files.createTempDirectory("nofin-bench");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));     // the member finds the socket there
        try (World world = World.start(directory); OtherUser member = OtherUser.of(MEMBER, NOGROUP)) {
            world.connect("app", "db");
            NewToken token = NewToken.draw("eye", true);
            Process agent = start(world, token, arguments[0]);
            try {
                new SiegeBench(world, agent).measure(member, token.token(), seconds);
            } finally {
                agent.descendants().forEach(ProcessHandle::destroy);
                agent.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static Process start(World world, NewToken token, String launcher) throws IOException {
        Path directory = world.directory();
        Path tokens = Files.writeString(directory.resolve("tokens"), token.line() + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        Path config = Files.writeString(directory.resolve("nofin.yaml"), """
            nofin: 1
            agent:
              socket: %s
              group: nogroup
              audit: %s
              listen: [{ address: "127.0.0.1:%d", tokens: %s }]
            """.formatted(socket(world), directory.resolve("audit.jsonl"), PORT, tokens));
        Path output = directory.resolve("agent.output");
        Process agent = world.start(output, List.of(launcher, "agent", "--config", config.toString()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(output).contains("the agent is ready")) {
            if (!agent.isAlive() || System.nanoTime() - deadline > 0) {
                agent.destroy();
                throw new IOException("the agent did not start: " + Files.readString(output));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return agent;
    }

    private void measure(OtherUser member, String token, long seconds) throws Exception {
        Resources resources = new Resources(agent.children().findFirst().orElseThrow().pid());
        Table table = new Table("the agent", "memory", "descriptors", "threads", "processor");
        row(table, "before", resources, 0);
        Attack.Besieged besieged = new Attack.Besieged(this::outside, () -> member.call(this::inside), token);
        List<Crowd> crowds = new ArrayList<>();
        try {
            for (Attack attack : Attack.values()) {
                crowds.add(attack.begin(besieged));
            }
            double before = resources.cpuSeconds();
            long start = System.nanoTime();
            ask(seconds);
            row(table, "after " + seconds + " s of it", resources, (resources.cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9));
        } finally {
            crowds.forEach(Crowd::close);
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        row(table, SETTLE_SECONDS + " s later", resources, 0);
        report(seconds);
        table.print();
    }

    private void report(long seconds) {
        System.out.println("What root got on the socket in " + seconds + " s, while " + Attack.values().length + " attacks went on at once. Without an answer: "
            + unanswered + ".");
        Table table = new Table("request", "times", "median", "99 %", "worst", "worst, to reach");
        row(table, SiegeClient.VERSION, versions);
        row(table, SiegeClient.HEAL, heals);
        table.print();
    }

    private static void row(Table table, String request, Sample sample) {
        table.row(request, Integer.toString(sample.size()), Sample.inMillis(sample.median()), Sample.inMillis(sample.quantile(MOST)),
            Sample.inMillis(sample.worst()), Table.atMost(GOAL_MILLIS, sample.worst(), " ms"));
    }

    private static void row(Table table, String when, Resources resources, double processor) throws IOException {
        table.row(when, Math.round(resources.residentMegabytes()) + " MB", Long.toString(resources.descriptors()), Long.toString(resources.threads()),
            processor == 0 ? "" : Math.round(processor * 100) + " %");
    }

    private void ask(long seconds) throws IOException, InterruptedException {
        Process client = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("java.class.path"), SiegeClient.class.getName(), socket(world).toString(), Long.toString(seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = client.inputReader()) {
            lines.lines().map(SiegeClient.Answer::parse).forEach(this::count);
        } finally {
            client.destroy();
            client.waitFor();
        }
    }

    private void count(SiegeClient.Answer answer) {
        (answer.request().equals(SiegeClient.HEAL) ? heals : versions).add(answer.millis());
        unanswered += answer.isGood() ? 0 : 1;
    }

    private SocketChannel outside() throws IOException {
        return host.call(() -> SocketChannel.open(new InetSocketAddress("127.0.0.1", PORT)));
    }

    private SocketChannel inside() throws IOException {
        SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            line.connect(UnixDomainSocketAddress.of(socket(world)));
            return line;
        } catch (IOException e) {
            line.close();
            throw e;
        }
    }

    private static Path socket(World world) {
        return world.directory().resolve("agent.sock");
    }
}
