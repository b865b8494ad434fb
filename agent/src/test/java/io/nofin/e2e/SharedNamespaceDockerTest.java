package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that share a network namespace: what may be faulted is a question to all of them, and a fault stays with all of them. */
@DockerTest
@Timeout(600)
class SharedNamespaceDockerTest {

    private static final String NETWORK = "sharing";
    private static final String PEER = "10.81.0.2";
    private static final String PROTECTED = "nofin.io/protected=true";

    @TempDir
    private Path directory;
    private DockerDaemon docker;
    private final List<NetworkNamespace> held = new ArrayList<>();

    @BeforeEach
    void startContainers(DockerDaemon daemon) {
        docker = daemon;
        docker.docker("network", "create", "--internal", "--subnet", "10.81.0.0/24", NETWORK);
        start("peer", "--ip", PEER);
    }

    @AfterEach
    void removeContainers() {
        held.forEach(NetworkNamespace::close);
        docker.removeEverything();
    }

    @Test
    void aProtectedNamespaceIsRefusedByWhateverNameItGoes() throws Exception {
        start("guarded", "--label", PROTECTED, "--label", "role=guarded");
        join("sidecar", "guarded", "--label", "role=side");
        List<String> names = names("guarded", "sidecar", "docker:label=role=guarded", "docker:label=role=side");
        try (Nofin agent = agent("")) {
            for (String name : names) {
                String answer = asMember(name);
                assertTrue(answer.contains("docker:guarded is protected by its label " + PROTECTED) && answer.contains("\"status\" : 404"), name + ": " + answer);
            }
            agent.signal("TERM").await();
        }
        for (String name : List.of(names.get(1), names.get(2), names.get(3))) {
            String refused = nofin("drop", "--target", name, "--for", "1s").await().exitedWith(4).errors();
            assertTrue(refused.contains("docker:guarded is protected by its label " + PROTECTED), refused);
        }
        assertEquals("", traces(namespace("guarded")));
    }

    @Test
    void anOptInIsAskedOfAllWhoShareANamespace() throws Exception {
        start("willing", "--label", "chaos=yes", "--label", "role=willing");
        start("app", "--label", "chaos=yes");
        join("unwilling", "app", "--label", "role=unwilling");
        start("plain");
        try (Nofin agent = agent("opt-in-label: chaos=yes\n")) {
            for (String name : Stream.concat(names("app", "unwilling", "docker:label=role=unwilling").stream(), names("plain").stream()).toList()) {
                String answer = asMember(name);
                assertTrue(answer.contains("may not be faulted") && answer.contains("allows only containers with the label chaos=yes"), name + ": " + answer);
            }
            for (String name : names("willing", "docker:label=role=willing")) {
                String answer = asMember(name);
                assertTrue(answer.contains("\"took-effect\""), name + ": " + answer);
            }
            agent.signal("TERM").await();
        }
        assertEquals("", traces(namespace("app")));
        assertEquals("", traces(namespace("willing")));
    }

    @Test
    void theFaultsLeaveANamespaceThatAProtectedContainerJoins() throws Exception {
        start("app", "--label", "role=web");
        NetworkNamespace app = namespace("app");
        for (String name : List.of("pid:" + pid("app"), "docker:label=role=web")) {
            try (Nofin nofin = nofin("drop", "--target", name, "--peer", PEER, "--for", "300s", "--optional").awaitFiring()) {
                assertFalse(traces(app).isEmpty());

                join("guarded", "app", "--label", PROTECTED, "--label", "role=web");

                Wait.until("the faults have left " + name, () -> traces(app).isEmpty());
                Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
                assertTrue(result.output().contains("problem: docker:guarded started, and the faults had to leave: "), result.output());
            }
            docker.docker("rm", "--force", "guarded");
        }
    }

    @Test
    void aContainerThatComesBackProtectedIsLeftAlone() throws Exception {
        start("app");
        try (Nofin nofin = nofin("drop", "--target", "docker:app", "--peer", "docker:peer", "--for", "300s", "--optional").awaitFiring()) {
            docker.docker("rm", "--force", "app");
            start("app", "--label", PROTECTED);
            docker.docker("network", "create", "--internal", "--subnet", "10.82.0.0/24", "second");
            docker.docker("network", "connect", "second", "peer");      // what is told of this is told after that
            nofin.awaitSaying("docker:peer started or moved");

            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
            assertTrue(result.output().contains("problem: docker:app started, and could not be faulted: docker:app is protected"), result.output());
            assertEquals("", traces(namespace("app")));
        }
    }

    @Test
    void aFaultStaysForAsLongAsAnyContainerOfItsTargetIsThere() throws Exception {
        start("app", "--label", "role=pod");
        join("sidecar", "app", "--label", "role=pod");
        NetworkNamespace shared = namespace("app");
        try (Echoes echoes = Echoes.start(namespace("peer"), List.of(PEER), List.of(7));
                Nofin nofin = nofin("drop", "--target", "docker:label=role=pod", "--peer", PEER, "--for", "600s").awaitFiring()) {
            assertTrue(nofin.said().contains("docker:sidecar shares the network of docker:app"), nofin.said() + echoes);
            assertEquals(Attempt.SILENCE, Attempt.udp(shared, PEER, 7).make());

            docker.docker("kill", "sidecar");
            nofin.awaitSaying("docker:sidecar ended");
            assertEquals(Attempt.SILENCE, Attempt.udp(shared, PEER, 7).make());
            docker.docker("start", "sidecar");
            nofin.awaitSaying("docker:sidecar started");

            docker.docker("kill", "app");
            nofin.awaitSaying("docker:app ended");
            assertFalse(traces(namespace("sidecar")).isEmpty(), "though Docker has taken its interfaces away");

            docker.docker("start", "app");
            nofin.awaitSaying("docker:app started");
            NetworkNamespace later = namespace("app");
            assertEquals(Attempt.SILENCE, Attempt.udp(later, PEER, 7).make());

            docker.docker("restart", "--time", "0", "sidecar");
            Wait.until("nothing is left where nobody is", () -> traces(shared).isEmpty());
            assertEquals(Attempt.SILENCE, Attempt.udp(later, PEER, 7).make());
            nofin.signal("INT").await().exitedWith(5);
            assertEquals("", traces(later));
        }
    }

    @Test
    void aNetworkThatIsConnectedOrDisconnectedIsFollowed() throws Exception {
        docker.docker("network", "create", "--internal", "--subnet", "10.82.0.0/24", "second");
        start("app");
        NetworkNamespace app = namespace("app");
        NetworkNamespace peer = namespace("peer");
        Shell.in(peer, "iptables -t raw -A PREROUTING -p udp --dport 7");
        try (Nofin nofin = nofin("drop", "--target", "docker:app", "--peer", "docker:peer", "--for", "600s").awaitFiring()) {
            send(app, PEER);
            assertEquals(0, arrived(peer));

            docker.docker("network", "connect", "second", "app");
            nofin.awaitSaying("docker:app started or moved");
            docker.docker("network", "connect", "--ip", "10.82.0.9", "second", "peer");
            nofin.awaitSaying("docker:peer started or moved");
            send(app, PEER);
            send(app, "10.82.0.9");
            assertEquals(0, arrived(peer));

            docker.docker("network", "disconnect", "second", "app");
            docker.docker("network", "disconnect", "second", "peer");
            Wait.until("the address that is no more is out", () -> !Shell.in(app, "ipset list").contains("10.82.0.9"));
            send(app, PEER);
            assertEquals(0, arrived(peer));

            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
            assertFalse(result.output().contains("could not follow"), result.output());
            send(app, PEER);
            Wait.until("it arrives", () -> arrived(peer) == 1);
        }
    }

    /** Returns all the ways to name the namespace of a container; those that are not made of its own names are given in {@code more}. */
    private List<String> names(String container, String... more) throws IOException {
        Path link = directory.resolve("to-" + container);
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, Path.of("/proc", pid(container), "ns/net"));
        }
        List<String> names = new ArrayList<>(List.of("docker:" + container, "pid:" + pid(container),
            "netns:/proc/" + pid(container) + "/ns/net", "netns:" + link));
        Stream.of(more).map(name -> name.startsWith("docker:") ? name : "docker:" + name).forEach(names::add);
        return names;
    }

    private Nofin agent(String config) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Path file = Files.writeString(directory.resolve("nofin.yaml"), "nofin: 1\n" + config + "agent: { socket: " + directory.resolve("agent.sock")
            + ", audit: " + directory.resolve("audit.jsonl") + ", group: nogroup }\n");
        return nofin("agent", "--config", file.toString()).awaitSaying("the agent is ready");
    }

    /** Returns the agent's answer to a member of its group who asks to cut a target. */
    private String asMember(String target) throws IOException {
        Process curl = new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", "--max-time", "60",
            "--unix-socket", directory.resolve("agent.sock").toString(), "-X", "PUT", "-H", "Content-Type: application/json",
            "-d", "{\"on\": [\"" + target + "\"], \"drop\": \"silent\", \"for\": \"30s\", \"armed-only\": true}", "http://localhost/v1/faults/mine")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Nofin nofin(String... arguments) throws IOException {
        return Nofin.startBeside(docker, directory, arguments);
    }

    private void start(String name, String... options) {
        docker.container(name, Stream.concat(Stream.of("--network", NETWORK), Stream.of(options)).toArray(String[]::new));
    }

    private void join(String name, String owner, String... options) {
        docker.container(name, Stream.concat(Stream.of("--network", "container:" + owner), Stream.of(options)).toArray(String[]::new));
    }

    private static void send(NetworkNamespace from, String address) throws IOException {
        Shell.in(from, "bash -c 'echo x > /dev/udp/" + address + "/7'");
    }

    private static long arrived(NetworkNamespace peer) throws IOException {
        return Long.parseLong(Shell.in(peer, "iptables-save -t raw -c | sed -n 's/^\\[\\([0-9]*\\):.*dport 7.*/\\1/p'").strip());
    }

    private String pid(String container) {
        return docker.docker("inspect", "--format", "{{.State.Pid}}", container);
    }

    /** Opens the namespace of a container, which is held until the test ends. */
    private NetworkNamespace namespace(String container) throws IOException {
        NetworkNamespace namespace = NetworkNamespace.open(Path.of("/proc", pid(container), "ns/net"));
        held.add(namespace);
        return namespace;
    }

    private static String traces(NetworkNamespace namespace) throws IOException {
        return Shell.in(namespace, "(ipset list -n; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done)"
            + " 2>/dev/null | grep -i nofin || true");
    }
}
