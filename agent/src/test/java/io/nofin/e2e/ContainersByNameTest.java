package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The names by which a person calls containers: their own, those of Compose, and aliases on a network; and what nofin calls them in turn.
 */
@DockerTest
@Timeout(600)
class ContainersByNameTest {

    private static final String COMPOSE = "com.docker.compose.";

    @TempDir
    private Path directory;
    private DockerDaemon docker;

    @BeforeEach
    void startContainers(DockerDaemon daemon) {
        docker = daemon;
        docker.docker("network", "create", "--internal", "--subnet", "10.83.0.0/24", "shop_default");
        docker.container("app", "--network", "shop_default", "--ip", "10.83.0.2");
        docker.container("sidecar", "--network", "container:app");
        docker.docker("run", "--detach", "--name", "shop-redis-1", "--network", "shop_default", "--ip", "10.83.0.3", "--network-alias", "redis",
            "--label", COMPOSE + "project=shop", "--label", COMPOSE + "service=redis", DockerDaemon.IMAGE, "busybox", "httpd", "-f", "-p", "6379");
    }

    @AfterEach
    void removeContainers() {
        docker.removeEverything();
    }

    @Test
    void listsEachOnceWithWhatOneLooksFor() throws Exception {
        String targets = nofin("targets").await().exitedWith(0).output();

        assertEquals(List.of("docker:app " + DockerDaemon.IMAGE + " shop_default 10.83.0.2",
            "docker:shop-redis-1 " + DockerDaemon.IMAGE + " shop_default 10.83.0.3 shop/redis",
            "docker:sidecar " + DockerDaemon.IMAGE + ", which shares the network of app 10.83.0.2"),
            targets.lines().filter(line -> line.startsWith("docker:")).map(line -> line.replaceAll(" +", " ")).toList());
        assertFalse(targets.contains(COMPOSE), targets);
        assertTrue(Stream.of("app", "shop-redis-1").map(this::pid).noneMatch(pid -> targets.contains("pid:" + pid + " ")), targets);
        assertTrue(nofin("targets", "--labels").await().exitedWith(0).output().contains(COMPOSE + "service=redis"));
    }

    @Test
    void faultsAServiceOfComposeAndSaysSo() throws Exception {
        assertTrue(nofin("drop", "--target", "docker:redis", "--for", "1s").await().exitedWith(4).errors()
            .contains("no such container: 'redis': Docker Compose has a service of that name: compose:shop/redis"));
        assertTrue(nofin("drop", "--target", "docker:label=" + COMPOSE + "project=other,label=" + COMPOSE + "service=redis", "--for", "1s")
            .await().exitedWith(4).errors().contains("no container of compose:other/redis is running"));
        String report = nofin("drop", "--target", "compose:shop/redis", "--optional", "--for", "1s").await().exitedWith(0).output();
        assertTrue(report.contains("docker:shop-redis-1"), report);
    }

    @Test
    void watchesWhatAContainerFindsByAnAlias() throws Exception {
        for (String endpoint : List.of("redis:6379", "docker:shop-redis-1:6379", "compose:shop/redis:6379")) {
            Nofin.Result seen = nofin("monitor", "--tcp", endpoint, "--target", "docker:app", "--every", "100ms", "--for", "3s").await();
            assertEquals(0, seen.exitCode(), endpoint + ": " + seen);
        }
        assertTrue(nofin("monitor", "--tcp", "nobody.invalid:1", "--target", "docker:app", "--for", "1s").await().exitedWith(2).errors()
            .contains("no container on its networks has the name 'nobody.invalid'"));
    }

    private String pid(String container) {
        return docker.docker("inspect", "--format", "{{.State.Pid}}", container);
    }

    private Nofin nofin(String... arguments) throws IOException {
        return Nofin.startBeside(docker, directory, arguments);
    }
}
