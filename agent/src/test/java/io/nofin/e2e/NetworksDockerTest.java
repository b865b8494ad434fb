package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container on several Docker networks, each of which stands for the interface on it. */
@DockerTest
@Timeout(300)
class NetworksDockerTest {

    private static final String FRONT_PEER = "10.82.0.2";
    private static final String BACK_PEER = "10.83.0.2";
    private static final String LATE_PEER = "10.83.0.9";

    @TempDir
    private Path directory;
    private DockerDaemon docker;
    private final List<NetworkNamespace> held = new ArrayList<>();
    private final List<Echoes> echoes = new ArrayList<>();

    @BeforeEach
    void startContainers(DockerDaemon daemon) throws IOException {
        docker = daemon;
        docker.docker("network", "create", "--internal", "--subnet", "10.82.0.0/24", "shop_front");
        docker.docker("network", "create", "--internal", "--subnet", "10.83.0.0/24", "shop_back_of_the_house");
        docker.container("front-peer", "--network", "shop_front", "--ip", FRONT_PEER);
        docker.container("back-peer", "--network", "shop_back_of_the_house", "--ip", BACK_PEER);
        docker.container("app", "--network", "shop_front");
        docker.docker("network", "connect", "shop_back_of_the_house", "app");
        echoes.add(Echoes.start(namespace("front-peer"), List.of(FRONT_PEER), List.of(7)));
        echoes.add(Echoes.start(namespace("back-peer"), List.of(BACK_PEER), List.of(7)));
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
    void aNetworksNameMeansTheInterfaceOnIt() throws Exception {
        NetworkNamespace app = namespace("app");
        try (Nofin nofin = drop("docker:app", "shop_back_of_the_house").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, BACK_PEER, 7).make());
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, FRONT_PEER, 7).makePatiently());
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    /** Docker's name server, 127.0.0.11 in the container's network, is the only one that knows aliases; its hosts file has what was added. */
    @Test
    void namesThatOnlyTheContainerKnowsArePeers() throws Exception {
        docker.container("late", "--network", "shop_back_of_the_house", "--ip", LATE_PEER, "--network-alias", "db");
        docker.container("asking", "--network", "shop_front", "--add-host", "elsewhere:" + FRONT_PEER);
        docker.docker("network", "connect", "shop_back_of_the_house", "asking");
        NetworkNamespace asking = namespace("asking");
        echoes.add(Echoes.start(namespace("late"), List.of(LATE_PEER), List.of(7)));
        for (String name : List.of("db", "elsewhere")) {
            String cut = name.equals("db") ? LATE_PEER : FRONT_PEER;
            try (Nofin nofin = Nofin.startBeside(docker, directory, "drop", "--target", "docker:asking", "--peer", name, "--for", "60s").awaitFiring()) {
                assertEquals(Attempt.SILENCE, Attempt.udp(asking, cut, 7).make(), name);
                assertEquals(Attempt.ANSWERED, Attempt.udp(asking, BACK_PEER, 7).makePatiently());
                nofin.signal("INT").await().exitedWith(5);
            }
        }
    }

    @Test
    void whoeverSharesANamespaceIsOnItsNetworks() throws Exception {
        docker.docker("run", "--detach", "--name", "side", "--network", "container:app", DockerDaemon.IMAGE, "sleep", "1000");
        NetworkNamespace app = namespace("app");
        try (Nofin nofin = drop("docker:side", "shop_front").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, FRONT_PEER, 7).make());
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, BACK_PEER, 7).makePatiently());
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    @Test
    void aContainerThatRestartsIsFaultedOnTheSameNetwork() throws Exception {
        try (Nofin nofin = drop("docker:app", "shop_back_of_the_house").awaitFiring()) {
            docker.docker("restart", "--time", "0", "app");
            nofin.awaitSaying("docker:app started");
            NetworkNamespace app = namespace("app");
            assertEquals(Attempt.SILENCE, Attempt.udp(app, BACK_PEER, 7).make());
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, FRONT_PEER, 7).makePatiently());
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    @Test
    void aNetworkThatTheContainerIsNotOnIsAnErrorThatNamesItsOwn() throws Exception {
        try (Nofin nofin = drop("docker:app", "shop_bakc")) {
            Nofin.Result result = nofin.await().exitedWith(4);
            assertTrue(result.errors().contains("has no interface 'shop_bakc': it has eth0, eth1, lo, and is on the Docker networks"
                + " shop_back_of_the_house (eth1), shop_front (eth0)"), result.errors());
        }
    }

    private Nofin drop(String target, String network) throws IOException {
        return Nofin.startBeside(docker, directory, "drop", "--target", target, "--interface", network, "--for", "120s", "--optional");
    }

    private NetworkNamespace namespace(String container) throws IOException {
        NetworkNamespace namespace =
            NetworkNamespace.open(Path.of("/proc", docker.docker("inspect", "--format", "{{.State.Pid}}", container), "ns/net"));
        held.add(namespace);
        return namespace;
    }
}
