package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Podman;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Podman's service where {@code DOCKER_HOST} names it: its answers have less in them than Docker's. */
@KernelTest
@Timeout(300)
class PodmanTest {

    @TempDir
    private Path directory;
    private World world;
    private Podman podman;

    @BeforeEach
    void start() throws IOException {
        world = World.start(directory);
        podman = Podman.start(world);
        podman.podman("network create --internal inside");
        podman.container("app", "--network inside --label role=web");
        podman.container("hostly", "--network host");
        podman.container("gone", "--network none");
        podman.podman("kill gone");
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
        podman.close();
    }

    @Test
    void itsContainersAreFoundByNameAndLabel() throws IOException {
        assertTrue(nofin("targets").await().exitedWith(0).output().contains("docker:app"));
        nofin("drop", "--target", "docker:app", "--for", "100ms", "--optional").await().exitedWith(0);
        nofin("drop", "--target", "docker:label=role=web", "--for", "100ms", "--optional").await().exitedWith(0);
        nofin("drop", "--target", "docker:" + id("app").substring(0, 12), "--for", "100ms", "--optional").await().exitedWith(0);
        assertEquals(List.of(), world.traces("host"));
    }

    @Test
    void thoseThatCannotBeFaultedAreRefused() throws IOException {
        String hostly = nofin("drop", "--target", "docker:hostly", "--for", "1s").await().exitedWith(4).errors();
        String gone = nofin("drop", "--target", "docker:gone", "--for", "1s").await().exitedWith(4).errors();

        assertTrue(hostly.contains("docker:hostly shares the host's network namespace"), hostly);
        assertTrue(gone.contains("docker:gone is not running"), gone);
    }

    @Test
    void aFaultFollowsThemThroughRestartsAndNetworks() throws Exception {
        try (Nofin nofin = nofin("drop", "--target", "docker:label=role=web", "--for", "120s", "--optional").awaitFiring()) {
            podman.podman("restart --time 0 app");
            nofin.awaitSaying("docker:app ended").awaitSaying("docker:app started");
            Wait.until("the restarted one is faulted", () -> isFaulted("app"));

            podman.container("another", "--network inside --label role=web");
            nofin.awaitSaying("docker:another started");
            Wait.until("one that came is faulted", () -> isFaulted("another"));

            podman.podman("rm --force --time 0 another");
            nofin.awaitSaying("docker:another ended");
            nofin.signal("INT").await().exitedWith(5);
            assertTrue(!isFaulted("app"));
        }
    }

    private boolean isFaulted(String name) throws IOException {
        return world.sh("nsenter --net=/proc/" + podman.podman("inspect --format {{.State.Pid}} " + name) + "/ns/net iptables-save").contains("nofin");
    }

    private String id(String name) throws IOException {
        return podman.podman("inspect --format {{.Id}} " + name);
    }

    private Nofin nofin(String... arguments) throws IOException {
        return Nofin.start(world, List.of(), Map.of("DOCKER_HOST", Podman.HOST), arguments);
    }
}
