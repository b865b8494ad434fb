package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that come and go under a fault. */
@DockerTest
@Timeout(300)
class FollowDockerTest {

    private static final String NETWORK = "follow";
    private static final String PEER = "10.78.0.2";
    private static final String OTHER_PEER = "10.78.0.3";

    @TempDir
    private Path directory;
    private DockerDaemon docker;
    private final List<NetworkNamespace> held = new ArrayList<>();
    private final List<Echoes> echoes = new ArrayList<>();

    @BeforeEach
    void startContainers(DockerDaemon daemon) {
        docker = daemon;
        docker.docker("network", "create", "--internal", "--subnet", "10.78.0.0/24", NETWORK);
        start("peer", PEER);
        start("app", "10.78.0.10", "--label", "role=web");
    }

    @AfterEach
    void removeContainers() throws IOException {
        for (Echoes echo : echoes) {
            echo.close();
        }
        held.forEach(NetworkNamespace::close);
        docker.removeEverything();
    }

    @Test
    void aContainerThatRestartsIsFaultedAgain() throws Exception {
        NetworkNamespace before = namespace("app");
        listen(PEER);
        try (Nofin nofin = nofin("drop", "--target", "docker:app", "--peer", PEER, "--for", "120s").awaitFiring()) {
            assertEquals(Attempt.SILENCE, attempt(before).make());

            docker.docker("restart", "--time", "0", "app");
            NetworkNamespace after = namespace("app");
            nofin.awaitSaying("docker:app started");

            assertNotEquals(before.id(), after.id());
            assertEquals(Attempt.SILENCE, attempt(after).make());
            Wait.until("the namespace of its earlier life is clean", () -> traces(before).isEmpty());
            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
            assertTrue(result.output().lines().anyMatch(line -> line.matches("drop .* docker:app +out +[2-9] packets.*")), result.output());
            assertEquals(Attempt.ANSWERED, attempt(after).makePatiently());
            assertEquals("", traces(after));
        }
    }

    @Test
    void aContainerWithTheLabelJoinsAndOneThatIsRemovedLeaves() throws Exception {
        listen(PEER);
        try (Nofin nofin = nofin("drop", "--target", "docker:label=role=web", "--peer", PEER, "--for", "120s").awaitFiring()) {
            start("another", "10.78.0.11", "--label", "role=web");
            NetworkNamespace another = namespace("another");
            nofin.awaitSaying("docker:another started");
            assertEquals(Attempt.SILENCE, attempt(another).make());

            docker.docker("rm", "--force", "app");
            nofin.awaitSaying("docker:app ended");
            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);

            assertEquals(Attempt.ANSWERED, attempt(another).makePatiently());
            assertEquals("", traces(another));
            assertTrue(result.output().contains("docker:another "), result.output());
            assertTrue(result.output().contains("docker:app "), result.output());
        }
    }

    @Test
    void gatesFollowAPeerToItsNewAddress() throws Exception {
        NetworkNamespace app = namespace("app");
        try (Nofin nofin = nofin("drop", "--target", "docker:app", "--peer", "docker:peer", "--for", "120s", "--optional").awaitFiring()) {
            docker.docker("rm", "--force", "peer");
            nofin.awaitSaying("docker:peer ended");
            start("peer", OTHER_PEER);
            nofin.awaitSaying("docker:peer started");

            listen(OTHER_PEER);
            assertEquals(Attempt.SILENCE, Attempt.udp(app, OTHER_PEER, 7).make());
            Wait.until("the old address is out", () -> !Shell.in(app, "ipset list").contains("\n" + PEER + " "));
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    @Test
    void aFaultThatForgetsLeavesTheRestartedContainerAlone() throws Exception {
        listen(PEER);
        try (Nofin nofin = nofin("run", scenario("on-restart: forget, optional: true", 120)).awaitFiring()) {
            docker.docker("restart", "--time", "0", "app");
            nofin.awaitSaying("docker:app started");

            assertEquals(Attempt.ANSWERED, attempt(namespace("app")).makePatiently());
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    @Test
    void aFaultThatFailsBreaksTheRunOff() throws Exception {
        try (Nofin nofin = nofin("run", scenario("on-restart: fail, optional: true", 120)).awaitFiring()) {
            docker.docker("restart", "--time", "0", "app");

            Nofin.Result result = nofin.await().exitedWith(1);

            assertTrue(result.output().contains("problem: docker:app started, and faults.cut has on-restart: fail"), result.output());
            assertEquals("", traces(namespace("app")));
        }
    }

    @Test
    void aProtectedContainerIsNotFaulted() throws Exception {
        start("guarded", "10.78.0.12", "--label", "role=web", "--label", "nofin.io/protected=true");

        for (String target : new String[] {"docker:guarded", "docker:label=role=web"}) {
            Nofin.Result refused = nofin("drop", "--target", target, "--for", "1s").await().exitedWith(4);
            assertTrue(refused.errors().contains("docker:guarded is protected by its label nofin.io/protected=true"), refused.errors());
        }
        nofin("drop", "--target", "docker:app", "--peer", "docker:guarded", "--for", "100ms", "--optional").await().exitedWith(0);
    }

    @Test
    void aProtectedContainerThatStartsUnderAFaultIsLeftAloneAndTheRunSaysSo() throws Exception {
        try (Nofin nofin = nofin("drop", "--target", "docker:label=role=web", "--for", "120s", "--optional").awaitFiring()) {
            start("guarded", "10.78.0.12", "--label", "role=web", "--label", "nofin.io/protected=true");
            start("another", "10.78.0.13", "--label", "role=web");
            nofin.awaitSaying("docker:another started");

            assertEquals("", traces(namespace("guarded")));
            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
            assertTrue(result.output().contains("problem: docker:guarded started, and could not be faulted"), result.output());
        }
    }

    private String scenario(String more, int seconds) throws IOException {
        return Files.writeString(directory.resolve("scenario.yaml"), """
            nofin: 1
            targets: { app: { docker: app } }
            faults: { cut: { on: app, peers: %s, drop: silent, %s } }
            timeline: [{ inject: cut, for: %ds }]
            """.formatted(PEER, more, seconds)).toString();
    }

    private Nofin nofin(String... arguments) throws IOException {
        return Nofin.startBeside(docker, directory, arguments);
    }

    private void start(String name, String address, String... options) {
        List<String> all = new ArrayList<>(List.of("--network", NETWORK, "--ip", address));
        all.addAll(List.of(options));
        docker.container(name, all.toArray(String[]::new));
    }

    private void listen(String address) throws IOException {
        echoes.add(Echoes.start(namespace("peer"), List.of(address), List.of(7)));
    }

    private static Attempt attempt(NetworkNamespace from) {
        return Attempt.udp(from, PEER, 7);
    }

    /** Held until the test ends. */
    private NetworkNamespace namespace(String container) throws IOException {
        NetworkNamespace namespace = NetworkNamespace.open(
            Path.of("/proc", docker.docker("inspect", "--format", "{{.State.Pid}}", container), "ns/net"));
        held.add(namespace);
        return namespace;
    }

    private static String traces(NetworkNamespace namespace) throws IOException {
        return Shell.in(namespace, "(ipset list -n; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done)"
            + " 2>/dev/null | grep -i nofin || true");
    }
}
