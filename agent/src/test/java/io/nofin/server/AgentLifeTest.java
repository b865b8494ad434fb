package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Datagrams;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents begin and end, well and badly. */
@KernelTest
class AgentLifeTest {

    private static final String CUT = "{\"on\": [\"netns:app\"], \"peers\": [\"netns:db\"], \"drop\": \"silent\", \"for\": \"1m\"}";

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
    }

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    @Test
    void healsEverythingWhenToldToEnd() throws IOException {
        try (AgentProcess agent = AgentProcess.start(world)) {
            agent.http().ask("PUT", "/v1/faults/cut", CUT).is(201);
            agent.http().ask("POST", "/v1/runs", """
                nofin: 1
                targets: { db: { netns: db } }
                faults: { cut: { on: db, drop: silent } }
                timeline: [ { inject: cut, for: 1m } ]
                """).is(201);

            agent.process().signal("TERM").await().exitedWith(0);

            assertEquals(List.of(), world.traces("app", "db"));
            assertEquals(List.of(), world.temporaryFiles());
            assertFalse(Files.exists(AgentProcess.socket(world)));
        }
    }

    @Test
    void leavesNothingWhenKilledUnderLoadAndStartedAgain() throws Exception {
        AgentProcess killed = AgentProcess.start(world);
        List<CompletableFuture<Void>> load = IntStream.range(0, 2)
            .mapToObj(client -> CompletableFuture.runAsync(() -> loadUntilGone(killed.http(), "cut" + client))).toList();
        Wait.until("faults fire", () -> killed.http().get("/v1/faults").body().contains("\"firing\" : true"));

        killed.process().kill();
        load.forEach(CompletableFuture::join);
        killed.close();

        assertTrue(Files.exists(AgentProcess.socket(world)), "it had no time to remove it");
        try (AgentProcess again = AgentProcess.start(world)) {
            assertEquals(0, again.http().get("/v1/faults").is(200).json().size());
            Wait.until("its guards, or the next agent, have removed all", () -> world.traces("app", "db").isEmpty());
            again.http().ask("PUT", "/v1/faults/cut", CUT).is(201);
            again.process().signal("TERM").await().exitedWith(0);
        }
        assertEquals(List.of(), world.temporaryFiles(), "nor what the first one kept");
    }

    /** A heap that its one request is too large for; its guard and the next agent see the same as when it is killed. */
    @Test
    void endsWhenItsHeapIsFullAndItsGuardHeals() throws Exception {
        try (AgentProcess full = AgentProcess.startAsInstalled(world, "-Xmx48m", "limits: { body: 64mb }")) {
            full.http().ask("PUT", "/v1/faults/cut", CUT).is(201);
            assertFalse(world.traces("app").isEmpty());
            try {
                full.http().ask("POST", "/v1/scenarios/validate", "#".repeat(40 << 20));
            } catch (IOException gone) {
                // That is what is tried here.
            }

            Nofin.Result end = full.process().await();
            assertEquals(3, end.exitCode(), end.toString());
            assertTrue((end.output() + end.errors()).contains("java.lang.OutOfMemoryError"), end.toString());
            Wait.until("its guard has healed", () -> world.traces("app", "db").isEmpty());
        }
        try (AgentProcess again = AgentProcess.start(world)) {
            again.http().ask("PUT", "/v1/faults/cut", CUT).is(201);
            again.process().signal("TERM").await().exitedWith(0);
        }
    }

    @Test
    void tellsTheServiceManagerHowItIs() throws Exception {
        String path = directory.resolve("notify").toString();
        try (Datagrams manager = Datagrams.at(path);
                Nofin agent = AgentProcess.launch(world, Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "400000"))) {
            assertTrue(manager.next().startsWith("READY=1"));
            assertEquals("WATCHDOG=1", manager.next());
            assertEquals("WATCHDOG=1", manager.next());

            agent.signal("TERM").await().exitedWith(0);

            String last = manager.next();
            while (last.equals("WATCHDOG=1")) {
                last = manager.next();
            }
            assertEquals("STOPPING=1", last);
        }
    }

    @Test
    void refusesToBeTheSecondOne() throws IOException {
        try (AgentProcess first = AgentProcess.start(world); Nofin second = AgentProcess.launch(world)) {
            String said = second.await().exitedWith(2).errors();

            assertTrue(said.contains("another agent has " + AgentProcess.socket(world) + ": stop it first"), said);
            first.http().get("/v1/version").is(200);
        }
    }

    @Test
    void saysWhenAPortIsTaken() throws IOException {
        Path tokens = Files.writeString(directory.resolve("tokens"), NewToken.draw("ci", false).line() + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        try (ServerSocket taken = world.host().call(() -> new ServerSocket(AgentProcess.PORT, 1, InetAddress.getByName("127.0.0.1")));
                Nofin agent = AgentProcess.launch(world, "listen: [{ address: \"127.0.0.1:" + taken.getLocalPort() + "\", tokens: " + tokens + " }]")) {
            assertTrue(agent.await().exitedWith(3).errors().contains("the agent cannot listen: "));
        }
    }

    @Test
    void refusesAFileThatIsNoSocket() throws IOException {
        Files.writeString(AgentProcess.socket(world), "mine");
        try (Nofin agent = AgentProcess.launch(world)) {
            assertTrue(agent.await().exitedWith(2).errors().contains("is not a socket: check what it is, and remove it"));
        }
        assertEquals("mine", Files.readString(AgentProcess.socket(world)));
    }

    @Test
    void refusesTokensThatOthersMayRead() throws IOException {
        Path tokens = Files.writeString(directory.resolve("tokens"), NewToken.draw("ci", false).line() + "\n");
        try (Nofin agent = AgentProcess.launch(world, "listen: [{ address: \"127.0.0.1:7440\", tokens: " + tokens + " }]")) {
            assertTrue(agent.await().exitedWith(2).errors().contains("may be read or written by other users: chmod 600 " + tokens));
        }
    }

    @Test
    void letsTheGroupInAndNobodyElse() throws IOException {
        Path config = Files.writeString(directory.resolve("group.yaml"),
            "nofin: 1\nagent: { group: nogroup, audit: " + directory.resolve("audit.jsonl") + " }\n");
        try (Nofin agent = Nofin.start(world, "agent", "--config", config.toString())) {
            agent.awaitSaying("the agent is ready");

            assertEquals("srw-rw---- root nogroup\n", world.sh("stat -c '%A %U %G' /run/nofin/agent.sock"));
            assertEquals("drwx--x--x\n", world.sh("stat -c %A /run/nofin"));
            assertTrue(world.sh(asked("--groups=65534")).contains("\"api\" : 1"));
            assertThrows(AssertionError.class, () -> world.sh(asked("--clear-groups")));
            assertEquals("", world.sh("setpriv --reuid=1234 --regid=1234 --groups=65534 ls /run/nofin 2>/dev/null || true"));
        }
    }

    private static String asked(String groups) {
        return "setpriv --reuid=1234 --regid=1234 " + groups
            + " curl -sS --unix-socket /run/nofin/agent.sock http://localhost/v1/version";
    }

    private static void loadUntilGone(Http http, String name) {
        try {
            for (int i = 0; i < 1_000; i++) {
                assertTrue(http.ask("PUT", "/v1/faults/" + name, CUT).status() < 300);
                http.ask("PATCH", "/v1/faults/" + name, "{\"firing\": " + (i % 2 == 0) + "}");
            }
        } catch (IOException killed) {
            // That is what is tried here.
        }
    }
}
