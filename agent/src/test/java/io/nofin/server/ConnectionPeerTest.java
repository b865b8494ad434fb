package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root of this host, and those who only look like it. */
@KernelTest
class ConnectionPeerTest {

    private static final String ELSEWHERE = "unix:root@other-namespace";
    private static final String COMMANDS = """
        nofin: 1
        lab: { hosts: { a: { run: ["sleep", "1"] } } }
        faults: { cut: { on: a, drop: silent, optional: true } }
        timeline: [ { inject: cut, for: 100ms } ]
        """;

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = World.start(directory);
    }

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    @Test
    void takesRootOfAContainerForAnOperator() throws IOException {
        try (AgentProcess agent = AgentProcess.start(world, "container-root: false")) {
            assertTrue(version("").contains("\"name\" : \"unix:root\""), "root of this host");
            assertTrue(version("unshare --pid --fork --mount-proc").contains(ELSEWHERE));
            assertTrue(version("unshare --user --map-root-user").contains(ELSEWHERE));
            assertTrue(agent.http().get("/v1/version").is(200).body().contains(ELSEWHERE), "this JVM is not to be seen in the world");

            agent.http().ask("POST", "/v1/runs", COMMANDS).is(403);
            assertEquals("403", run("unshare --pid --fork --mount-proc"));
            assertEquals("201", run(""));
        }
    }

    @Test
    void takesItForRootWhereTheConfigurationSaysSo() throws IOException {
        try (AgentProcess agent = AgentProcess.start(world, "container-root: true")) {
            assertTrue(version("unshare --pid --fork --mount-proc").contains("\"name\" : \"unix:root\""));
            assertTrue(version("unshare --user --map-root-user").contains(ELSEWHERE), "of another user namespace never");
            agent.http().ask("POST", "/v1/runs", COMMANDS).is(201);
        }
    }

    private String version(String inside) throws IOException {
        return world.sh(inside + " curl -sS --unix-socket " + AgentProcess.socket(world) + " http://localhost/v1/version");
    }

    private String run(String inside) throws IOException {
        return world.sh(inside + " curl -sS -o answer -w '%{http_code}' -H 'Content-Type: application/yaml' --data-binary '" + COMMANDS
            + "' --unix-socket " + AgentProcess.socket(world) + " http://localhost/v1/runs");
    }
}
