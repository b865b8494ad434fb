package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent with its real heap, and requests that are small and ask for much: it refuses them or does them, and goes on answering. */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
class CostlyRequestsTest {

    private static final int SMALL = 50_000;            // characters of an answer
    private static final String CAPTURED =
        "faults: { bad: { on: other, corrupt: 1%, optional: true } }\ntimeline: [ { inject: bad, for: 1m } ]\n";
    private static final Pattern RING = Pattern.compile("ring_rx\\(blk_size:(\\d+),blk_nr:(\\d+)");

    private World world;
    private AgentProcess agent;
    private Http root;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        agent = AgentProcess.startAsInstalled(world, "", "limits: { requests-per-second: 500, runs-per-client: 16 }");
        root = agent.http();
    }

    @AfterAll
    void stop() throws IOException {
        try {
            agent.process().signal("TERM").await().exitedWith(0);
            assertEquals(List.of(), world.traces("app", "db"));
        } finally {
            agent.close();
            world.close();
        }
    }

    @Test
    void refusesWhatCostsTooMuchAndNamesTheKey() throws IOException {
        refused("limits.turns", "faults:\n" + many(10, i -> "  f" + i + ": { on: app, drop: silent }\n") + "timeline:\n"
            + many(10, i -> "  - { inject: f" + i + ", for: 1ms, repeat: { every: 1ms, times: 100000 } }\n"));
        String ports = IntStream.range(0, 15_000).mapToObj(i -> Integer.toString(2 * i + 1)).collect(Collectors.joining(","));
        refused("limits.rules-per-host", one("local-ports: [" + ports + "], remote-ports: [" + ports + "]"));
        refused("limits.peers-per-fault", one("peers: [" + peers(55_000) + "]"));
        refused("limits.probes", one("optional: true") + "probes:\n" + many(2_000, i -> "  p" + i + ": { from: app, tcp: \"db:80\" }\n"));
    }

    @Test
    void runsAsManyTurnsAsItAccepts() throws IOException {
        String path = begun("faults:\n" + many(10, i -> "  f" + i + ": { on: app, drop: silent, optional: true }\n") + "timeline:\n  - { inject: ["
            + IntStream.range(0, 10).mapToObj(i -> "f" + i).collect(Collectors.joining(", ")) + "], for: 1ms, repeat: { every: 1ms, times: 1000 } }\n", "");

        Http.Reply ended = ended(path);
        assertEquals("ended", ended.json().get("state").asText(), ended.body());
        assertEquals(200, ended.json().get("timeline").size());
        assertTrue(ended.body().length() < SMALL);
    }

    @Test
    void answersForManyRunsOfManyPeers() throws IOException {
        String text = "faults: { cut: { on: other, drop: silent, peers: [" + peers(10_000) + "] } }\ntimeline: [ { inject: cut, for: 1s } ]\n";
        for (int i = 0; i < 65; i++) {
            ended(begun("gone", text, ""));
        }

        String all = root.get("/v1/runs").is(200).body();
        assertTrue(all.length() < 65 * 3_000, "answered in " + all.length() + " characters");
        assertTrue(all.contains("\"peers-count\" : 10000"), all.substring(0, 2_000));
    }

    @Test
    void tellsAHundredProblemsOfEachOfManyFilesAtOnce() throws Exception {
        String wrong = "nofin: 1\n" + many(80_000, i -> "k" + i + ": 1\n");
        List<CompletableFuture<Http.Reply>> asked = Stream.generate(() -> CompletableFuture.supplyAsync(() -> validated(wrong))).limit(8).toList();
        root.get("/v1/version").is(200);

        for (CompletableFuture<Http.Reply> one : asked) {
            Http.Reply reply = one.get();
            assertTrue(reply.status() == 200 || reply.status() == 429 || reply.status() == 503, reply.body());
            assertTrue(reply.body().length() < SMALL, "an answer of " + reply.body().length());
        }
        assertTrue(validated(wrong).is(200).body().contains("more problems in this file"));
    }

    @Test
    void aHundredProbesTakeLittleMoreThanAHundredThreads() throws Exception {
        long before = threads();
        String path = begun("faults: { cut: { on: app, drop: silent, optional: true } }\ntimeline: [ { inject: cut, for: 1m } ]\n"
            + "probes:\n" + many(100, i -> "  p" + i + ": { from: app, tcp: \"10.99.0.2:80\", on-failure: { webhook: \"http://127.0.0.1:9/\" } }\n"), "");
        Wait.until("it runs", () -> root.get(path).json().get("state").asText().equals("running"));

        long more = threads() - before;
        root.ask("POST", path + "/stop", "").is(200);
        assertTrue(more < 100 + 40, more + " threads more");
    }

    @Test
    void capturesOnManyInterfacesTakeABoundedPartOfTheKernelsMemory() throws Exception {
        world.sh("ip netns add forty; for i in $(seq 20); do ip -n forty link add a$i type veth peer name b$i; ip -n forty link set a$i up; ip -n forty link set b$i up; done");
        String path = begun("forty", CAPTURED, "?captures=true");
        Wait.until("it runs", () -> root.get(path).json().get("state").asText().equals("running"));

        long bytes = rings("forty");
        root.ask("POST", path + "/stop", "").is(200);
        assertTrue(bytes > 0 && bytes <= 64 << 20, "forty rings take " + bytes + " bytes");

        world.sh("ip netns add eighty; for i in $(seq 40); do ip -n eighty link add a$i type veth peer name b$i; ip -n eighty link set a$i up; ip -n eighty link set b$i up; done");
        JsonNode refused = ended(begun("eighty", CAPTURED, "?captures=true")).json();
        assertEquals("failed", refused.get("state").asText());
        assertTrue(refused.at("/problem/hint").asText().contains("limits.interfaces"), refused.toString());
        assertEquals(0, rings("eighty"), "and nothing of it is left");
        assertEquals(List.of(), world.traces("eighty"));
    }

    /** Many ask at once for a name that a large hosts(5) file has in its last line. */
    @Test
    void largeHostsFilesOfTargetsTakeLittleMemory() throws Exception {
        Path said = world.directory().resolve("said");
        Process process = world.start(said, List.of("ip", "netns", "exec", "app", "sh", "-c", "yes '1 2 3 4 5' | head -n 104000 >own-hosts"
            + "; echo 10.99.0.2 db.test >>own-hosts; mount --bind own-hosts /etc/hosts; echo $$; exec sleep 300"));
        Wait.until("the process has its file", () -> Files.readString(said).matches("[0-9]+\\n"));
        String fault = "{\"on\": [\"pid:" + Files.readString(said).strip() + "\"], \"peers\": [\"db.test\"], \"drop\": \"silent\", \"for\": \"10s\", \"armed-only\": true}";

        List<CompletableFuture<Http.Reply>> all = IntStream.range(0, 30)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> put("/v1/faults/f" + i, fault), work -> new Thread(work).start())).toList();

        for (CompletableFuture<Http.Reply> one : all) {
            one.get().is(201);
        }
        root.ask("POST", "/v1/heal", "{}").is(200);
        process.destroy();
    }

    private void refused(String key, String text) throws IOException {
        for (String door : List.of("/v1/runs", "/v1/scenarios/plan")) {
            Http.Reply reply = root.ask("POST", door, head("db") + text).is(422);
            assertTrue(reply.body().contains(key), reply.body());
            assertTrue(reply.body().length() < SMALL);
        }
        assertTrue(validated(head("db") + text).is(200).body().contains(key));
    }

    private String begun(String text, String query) throws IOException {
        return begun("db", text, query);
    }

    private String begun(String other, String text, String query) throws IOException {
        return root.ask("POST", "/v1/runs" + query, head(other) + text).is(201).headers().get("location");
    }

    private Http.Reply ended(String path) throws IOException {
        root.events(path + "/events");
        return root.get(path).is(200);
    }

    private Http.Reply validated(String text) {
        try {
            return root.ask("POST", "/v1/scenarios/validate", text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Http.Reply put(String path, String body) {
        try {
            return root.ask("PUT", path, body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(agent.process().pid()), "task"))) {
            return tasks.count();
        }
    }

    /** Returns how many bytes the rings of all packet sockets in a namespace have, as ss(8) tells. */
    private long rings(String namespace) throws IOException {
        String said = world.sh("ip netns exec " + namespace + " ss -0 -e -n");
        return RING.matcher(said).results().mapToLong(CostlyRequestsTest::bytes).sum();
    }

    private static long bytes(MatchResult ring) {
        return Long.parseLong(ring.group(1)) * Long.parseLong(ring.group(2));
    }

    /** @param other a third target */
    private static String head(String other) {
        return "nofin: 1\ntargets: { app: { netns: app }, db: { netns: db }, other: { netns: " + other + " } }\n";
    }

    private static String one(String more) {
        return "faults: { cut: { on: app, drop: silent, " + more + " } }\ntimeline: [ { inject: cut, for: 1s } ]\n";
    }

    private static String peers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "10." + i / 62_500 + "." + i / 250 % 250 + "." + i % 250).collect(Collectors.joining(","));
    }

    private static String many(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }
}
