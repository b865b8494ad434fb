package io.nofin.server;

import io.nofin.linux.HostNetwork;
import io.nofin.testing.Nofin;
import io.nofin.testing.OtherUser;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code nofin agent} as a process in a {@link World}, with its socket, its configuration and its audit log in the world's folder. */
final class AgentProcess implements AutoCloseable {

    static final int PORT = 7440;

    private final World world;
    private final Nofin nofin;

    private AgentProcess(World world, Nofin nofin) {
        this.world = world;
        this.nofin = nofin;
    }

    /** @param more lines under {@code agent:} */
    static AgentProcess start(World world, String... more) throws IOException {
        AgentProcess agent = new AgentProcess(world, launch(world, more));
        agent.nofin.awaitSaying("the agent is ready");
        return agent;
    }

    /** Starts an agent with the options of the JVM that native-scripts/jvm has for one, and {@code options} behind them. */
    static AgentProcess startAsInstalled(World world, String options, String... more) throws IOException {
        String installed = world.sh(". " + Path.of("../native-scripts/jvm").toRealPath() + "; java=echo; (start /folder agent)").split(" -cp ")[0];
        AgentProcess agent = new AgentProcess(world, launch(world, Map.of("JDK_JAVA_OPTIONS", installed + " " + options), more));
        agent.nofin.awaitSaying("the agent is ready");
        return agent;
    }

    /**
     * Starts it in {@code namespace}, where it is told that the world's own is the host's, as its service does.
     *
     * @param namespace   a path, as this world sees it
     * @param environment besides
     */
    static AgentProcess startElsewhere(World world, String namespace, Map<String, String> environment, String... more) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent(HostNetwork.VARIABLE, "/proc/1/ns/net");
        AgentProcess agent = new AgentProcess(world, launch(world, List.of("nsenter", "--net=" + namespace), all, more));
        agent.nofin.awaitSaying("the agent is ready");
        return agent;
    }

    /** Starts an agent without waiting until it is ready. */
    static Nofin launch(World world, String... more) throws IOException {
        return launch(world, Map.of(), more);
    }

    static Nofin launch(World world, Map<String, String> environment, String... more) throws IOException {
        return launch(world, List.of(), environment, more);
    }

    static Nofin launch(World world, List<String> prefix, Map<String, String> environment, String... more) throws IOException {
        Path directory = world.directory();
        Files.writeString(directory.resolve("nofin.yaml"), "nofin: 1\nagent:\n  socket: " + socket(world) + "\n  audit: "
            + directory.resolve("audit.jsonl") + "\n  group: nogroup\n"
            + (String.join("", more).contains("container-root") ? "" : "  container-root: true\n")       // the tests' JVM is outside of the world
            + String.join("\n", List.of(more).stream().map(line -> "  " + line).toList()) + "\n");
        return Nofin.start(world, prefix, environment, "agent", "--config", directory.resolve("nofin.yaml").toString());
    }

    /** Writes these tokens into a file as the agent accepts it, for a listener over TCP. */
    static Path tokens(World world, NewToken... tokens) throws IOException {
        Path file = Files.write(world.directory().resolve("tokens"), Stream.of(tokens).map(NewToken::line).toList());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    static Path socket(World world) {
        return world.directory().resolve("agent.sock");
    }

    /** Returns a client that connects to the socket as root. */
    Http http() {
        return new Http(() -> line(connected(socket(world))));
    }

    /** Returns a client that connects to the socket as that user. */
    Http http(OtherUser user) {
        return new Http(() -> line(user.call(() -> connected(socket(world)))));
    }

    /** Returns a client that connects over TCP, from the world's own network. */
    Http tcp() {
        return new Http(() -> line(connected(world, PORT)));
    }

    static SocketChannel connected(World world, int port) throws IOException {
        return world.host().call(() -> SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
    }

    private static SocketChannel connected(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Nofin process() {
        return nofin;
    }

    List<String> audit() throws IOException {
        return Files.readAllLines(world.directory().resolve("audit.jsonl"));
    }

    @Override
    public void close() {
        nofin.close();
    }

    static Http.Line line(SocketChannel channel) {
        return new Http.Line(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }
}
