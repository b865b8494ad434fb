package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One agent, and everything that its clients may do to it at the same time. */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class AgentTest {

    private static final String CUT = "{\"on\": [\"netns:app\"], \"peers\": [\"netns:db\"], \"drop\": \"silent\", \"for\": \"1m\"}";
    private static final String ARMED = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"1m\", \"armed-only\": true}";

    private Path directory;
    private World world;
    private AgentProcess agent;
    private Http root;
    private Http operator;
    private Http reader;

    @BeforeAll
    void start(@TempDir Path own) throws IOException {
        directory = own;
        world = World.start(directory);
        world.connect("app", "db");
        NewToken first = NewToken.draw("ci", false);
        NewToken second = NewToken.draw("eye", true);
        Path tokens = Files.writeString(directory.resolve("tokens"), "# who may\n" + first.line() + "\n" + second.line() + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        agent = AgentProcess.start(world, "listen: [{ address: \"127.0.0.1:7440\", tokens: " + tokens + ", names: [agent.example.org] }]",
            "limits: { runs-per-client: 2, faults-per-client: 2, requests-per-second: 500, body: 16kb }");
        root = agent.http();
        operator = agent.tcp().with("Authorization", "Bearer " + first.token());
        reader = agent.tcp().with("Authorization", "Bearer " + second.token());
    }

    @AfterAll
    void stop() throws IOException {
        try {
            agent.process().signal("TERM").await().exitedWith(0);
            assertEquals(List.of(), world.temporaryFiles());
        } finally {
            agent.close();
            world.close();
        }
    }

    @Test
    void saysWhoItIs() throws IOException {
        assertEquals(1, root.get("/v1/version").is(200).json().get("api").asInt());
        assertTrue(root.get("/v1/openapi.yaml").is(200).body().startsWith("openapi: 3.1.0"));
    }

    @Test
    void answersAsTheCommandLineDoes() throws IOException {
        assertTrue(root.with("Accept", "text/plain").get("/v1/targets").is(200).body().contains("netns:app"));
        assertTrue(root.get("/v1/targets").is(200).body().contains("\"netns:app\""));
        assertTrue(root.get("/v1/doctor").is(200).body().contains("ipset"));
        root.get("/v1/status").is(200);
        assertEquals("it.yaml: ok\n", root.with("Accept", "text/plain")
            .ask("POST", "/v1/scenarios/validate?file=it.yaml", scenario("100ms")).is(200).body());
        String note = "faults.slow.loss: with a correlation of 25%, netem's model hits 0.19% of the packets in the long run, not 5%";
        String correlated = "nofin: 1\ntargets: { app: { netns: app } }\nfaults: { slow: { on: app, loss: { probability: 5%, correlation: 25% } } }\n"
            + "timeline: [{ inject: slow, for: 1s }]\n";
        assertTrue(root.ask("POST", "/v1/scenarios/validate", correlated).is(200).json().at("/0/notes/0").asText().startsWith(note));
        assertTrue(root.with("Accept", "text/plain").ask("POST", "/v1/scenarios/validate?file=it.yaml", correlated).is(200).body()
            .startsWith("it.yaml: ok\nit.yaml: note: " + note));
        assertFalse(root.ask("POST", "/v1/scenarios/validate", "nofin: 2").is(200).json().at("/0/valid").asBoolean());
        assertTrue(root.with("Accept", "text/plain").ask("POST", "/v1/scenarios/plan", scenario("100ms")).is(200).body().contains("ipset"));
    }

    @Test
    void runsAScenarioAndTellsItsStoryToWhoeverComesLater() throws Exception {
        Http.Reply begun = root.ask("POST", "/v1/runs?captures=true&file=it.yaml", scenario("200ms")).is(201);
        String path = begun.headers().get("location");

        List<Http.Event> events = root.events(path + "/events");

        assertEquals(List.of("tidied", "armed", "fired", "healed", "disarmed", "ended"), events.stream().map(Http.Event::type).toList());
        assertEquals(events, root.events(path + "/events"), "the same again from the first");
        assertEquals(events.subList(3, 6), root.with("Last-Event-ID", "3").events(path + "/events"));
        OpenApi.check("Run", events.get(5).data());
        assertEquals("ended", root.get(path).is(200).json().get("state").asText());
        assertTrue(root.with("Accept", "text/plain").get(path + "/report").is(200).body().contains("PASSED"));
        assertTrue(root.get(path + "/report").is(200).json().get("passed").asBoolean());
        assertTrue(root.with("Accept", "text/html").get(path + "/report").is(200).body().contains("<html"));
        assertTrue(root.with("Accept", "application/xml").get(path + "/report").is(200).body().contains("<testsuite"));
        root.with("Accept", "image/png").get(path + "/report").is(406);
        String capture = root.get(path + "/captures").is(200).json().get(0).asText();
        assertFalse(root.get(path + "/captures/" + capture).is(200).body().isEmpty());
        root.get(path + "/captures/..%2freport.json").is(404);
        operator.get(path + "/captures/" + capture).is(200);
        reader.get(path + "/captures").is(403);
        reader.get(path + "/captures/" + capture).is(403);
        Http.Reply all = root.get("/v1/runs").is(200);
        assertTrue(all.body().contains(begun.json().get("id").asText()));
        String since = all.headers().get("nofin-runs-since");
        assertTrue(Instant.parse(since).isBefore(Instant.now()), since);
        assertTrue(root.get("/v1/runs/zzzzzz").is(404).body().contains("none of before " + since + ", when this agent started"));
    }

    @Test
    void runsForTwoClientsAtOnceAndStopsOne() throws Exception {
        String longOne = root.ask("POST", "/v1/runs", scenario("1m")).is(201).headers().get("location");
        String quick = operator.ask("POST", "/v1/runs", scenario("200ms")).is(201).headers().get("location");

        assertEquals("ended", last(operator.events(quick + "/events")).type());
        root.get(longOne + "/report").is(409);
        operator.ask("POST", longOne + "/stop", "").is(403);
        JsonNode stopped = root.ask("POST", longOne + "/stop", "").is(200).json();

        assertTrue(stopped.get("interrupted").asBoolean());
        assertEquals(5, stopped.get("exit-code").asInt());
    }

    @Test
    void beginsOneRunForOneKey() throws Exception {
        Http keyed = root.with("Idempotency-Key", "build 17");
        CompletableFuture<Http.Reply> same = CompletableFuture.supplyAsync(() -> unchecked(() -> keyed.ask("POST", "/v1/runs", scenario("300ms"))));
        Http.Reply first = keyed.ask("POST", "/v1/runs", scenario("300ms"));

        assertEquals(first.json().get("id"), same.get().json().get("id"));
        assertEquals(401, first.status() + same.get().status(), "one 201, one 200");
        assertEquals("ended", last(root.events(first.headers().get("location") + "/events")).type());
        keyed.ask("POST", "/v1/runs", scenario("400ms")).is(409);
    }

    @Test
    void keepsRunsWithinTheirLimit() throws Exception {
        List<String> two = List.of(operator.ask("POST", "/v1/runs", scenario("1m")).is(201).headers().get("location"),
            operator.ask("POST", "/v1/runs", scenario("1m")).is(201).headers().get("location"));

        operator.ask("POST", "/v1/runs", scenario("1m")).is(429);

        for (String path : two) {
            operator.ask("POST", path + "/stop", "").is(200);
        }
    }

    @Test
    void firesHealsAndChangesAFaultByHand() throws Exception {
        root.ask("PUT", "/v1/faults/hand", CUT).is(201);
        assertTrue(root.get("/v1/faults/hand").is(200).json().get("firing").asBoolean());
        assertFalse(root.ask("PATCH", "/v1/faults/hand", "{\"firing\": false}").is(200).json().get("firing").asBoolean());
        assertTrue(root.ask("PATCH", "/v1/faults/hand", "{\"firing\": true, \"for\": \"30s\"}").is(200).json().get("remaining").asDouble() < 31);
        assertTrue(root.ask("PATCH", "/v1/faults/hand", "{\"for\": \"50s\"}").is(200).json().get("remaining").asDouble() > 40);
        assertEquals("delay: 50ms", root.ask("PATCH", "/v1/faults/hand", "{\"drop\": null, \"delay\": \"50ms\"}").is(200).json().get("effect").asText());
        JsonNode changed = root.ask("PATCH", "/v1/faults/hand", "{\"delay\": \"70ms\"}").is(200).json();
        assertEquals("delay: 70ms", changed.get("effect").asText());
        assertTrue(changed.get("firing").asBoolean(), "it fired all the time");
        operator.ask("DELETE", "/v1/faults/hand", "").is(403);
        root.ask("PUT", "/v1/faults/hand", CUT).is(200);
        assertEquals(1, root.get("/v1/faults").is(200).json().size());
        assertTrue(root.with("Accept", "text/plain").ask("DELETE", "/v1/faults/hand", "").is(200).body().contains("hand"));
        root.get("/v1/faults/hand").is(404);
    }

    @Test
    void healsWhatWasBegunUnderALeaseThatEnds() throws Exception {
        String lease = operator.ask("POST", "/v1/leases", "{\"ttl\": \"8s\"}").is(201).json().get("id").asText();
        operator.ask("POST", "/v1/leases/" + lease, "").is(200);
        operator.with("Nofin-Lease", lease).ask("PUT", "/v1/faults/leased", CUT).is(201);
        String run = operator.with("Nofin-Lease", lease).ask("POST", "/v1/runs", scenario("1m")).is(201).headers().get("location");

        assertEquals("ended", last(operator.events(run + "/events")).type(), "nobody renews it");
        Wait.until("the fault is gone", () -> operator.get("/v1/faults/leased").status() == 404);

        operator.ask("POST", "/v1/leases/" + lease, "").is(404);
        operator.with("Nofin-Lease", lease).ask("PUT", "/v1/faults/leased", CUT).is(404);
    }

    @Test
    void healsEverythingAtOnce() throws Exception {
        root.ask("PUT", "/v1/faults/one", ARMED).is(201);
        root.ask("PATCH", "/v1/faults/one", "{\"firing\": true}").is(200);
        String run = root.ask("POST", "/v1/runs", scenario("1m")).is(201).headers().get("location");

        root.ask("POST", "/v1/heal", "{}").is(200);

        assertEquals("ended", last(root.events(run + "/events")).type());
        root.get("/v1/faults/one").is(404);
        assertEquals(List.of(), world.traces("app", "db"));
    }

    @Test
    void keepsFaultsWithinTheirLimit() throws Exception {
        operator.ask("PUT", "/v1/faults/first", ARMED).is(201);
        operator.ask("PUT", "/v1/faults/second", ARMED).is(201);
        operator.ask("PUT", "/v1/faults/third", ARMED).is(429);
        operator.ask("DELETE", "/v1/faults/first", "").is(200);
        operator.ask("DELETE", "/v1/faults/second", "").is(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST   | /v1/runs            | nofin: 1                                | 422",
        "POST   | /v1/runs?captures=1 | SCENARIO                                | 400",
        "GET    | /v1/runs/nothing    |                                         | 404",
        "PUT    | /v1/faults/f        | {                                       | 400",
        "PUT    | /v1/faults/f        | []                                      | 400",
        "PUT    | /v1/faults/f        | {\"on\": \"netns:app\", \"drop\": \"silent\"} | 400",
        "PUT    | /v1/faults/f        | {\"on\": \"app\", \"drop\": \"silent\", \"for\": \"1s\"} | 400",
        "PUT    | /v1/faults/f        | {\"on\": \"netns:app\", \"dropp\": \"silent\", \"for\": \"1s\"} | 422",
        "PUT    | /v1/faults/f        | {\"on\": \"netns:gone\", \"drop\": \"silent\", \"for\": \"1s\"} | 404",
        "PUT    | /v1/faults/f        | {\"on\": \"host\", \"drop\": \"silent\", \"for\": \"1s\"} | 422",
        "PUT    | /v1/faults/f        | {\"on\": \"netns:app\", \"drop\": \"silent\", \"for\": \"1h\"} | 422",
        "PATCH  | /v1/faults/none     | {\"firing\": true}                        | 404",
        "POST   | /v1/leases          | {\"ttl\": \"1h\"}                           | 400",
        "POST   | /v1/heal            | {\"everything\": true}                    | 400",
        "GET    | /v1/nothing         |                                         | 404",
        "DELETE | /v1/runs            |                                         | 405",
        "GET    | /page/nothing.js    |                                         | 404"})
    void saysWhatIsWrong(String method, String path, String body, int status) throws IOException {
        String sent = body == null ? "" : body.equals("SCENARIO") ? scenario("1s") : body;

        JsonNode error = root.ask(method, path, sent).is(status).json();

        OpenApi.check("Error", error);
        assertEquals(status == 404 && path.startsWith("/v1/faults/f") ? 4 : 2, error.get("exit-code").asInt());
    }

    @Test
    void refusesWhatIsTooLongOrNotHttp() throws IOException {
        root.ask("POST", "/v1/runs", "#" + "x".repeat(16 << 10)).is(413);
        OpenApi.check("Error", root.raw("GARBAGE\r\n\r\n").is(400).json());
        OpenApi.check("Error", root.raw("GET /v1/version HTTP/1.1\r\nX: " + "x".repeat(20 << 10) + "\r\n\r\n").is(431).json());
        OpenApi.check("Error", root.raw("GET /v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").is(400).json());
    }

    @Test
    void knowsWhoMayWhat() throws IOException {
        agent.tcp().get("/v1/status").is(401);
        agent.tcp().with("Authorization", "Bearer nofin_guessed").get("/v1/status").is(401);
        agent.tcp().with("Authorization", "Basic cm9vdDo=").get("/v1/status").is(401);
        reader.get("/v1/status").is(200);
        reader.ask("PUT", "/v1/faults/r", CUT).is(403);
        reader.ask("POST", "/v1/heal", "{}").is(403);
        String command = scenario("1s") + "expect: [ { exec: [\"true\"] } ]\n";
        operator.ask("POST", "/v1/runs", command).is(403);
    }

    @Test
    void keepsOtherPagesOut() throws IOException {
        operator.with("Host", "evil.example.org").get("/v1/status").is(403);
        operator.with("Host", "agent.example.org").get("/v1/status").is(200);
        operator.with("Sec-Fetch-Site", "cross-site").ask("PUT", "/v1/faults/r", CUT).is(403);
        operator.with("Origin", "http://evil.example.org").ask("PUT", "/v1/faults/r", CUT).is(403);
        operator.with("Content-Type", "text/plain").ask("PUT", "/v1/faults/r", CUT).is(415);
        assertTrue(operator.get("/v1/version").headers().get("content-security-policy").startsWith("default-src 'none'; script-src 'self'"));
    }

    @Test
    void writesDownWhoChangedWhatAndWhoMayNot() throws Exception {
        operator.ask("PUT", "/v1/faults/written", ARMED).is(201);
        operator.ask("DELETE", "/v1/faults/written", "").is(200);

        Wait.until("it is written, perhaps with others of the same second", () -> {
            reader.ask("DELETE", "/v1/faults/written", "").is(403);
            return agent.audit().stream().anyMatch(line -> line.contains("DELETE /v1/faults/written") && line.contains("token:eye"));
        });
        List<String> lines = agent.audit();
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"who\":\"token:ci\",\"from\":\"127.0.0.1\",\"action\":\"PUT /v1/faults/written\",\"fault\":\"written\"")
            && line.contains("\"event\":\"outcome\"") && line.contains("\"targets\":[\"netns:app\"]") && line.contains("\"outcome\":\"done\"")), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"event\":\"intent\"") && line.contains("PUT /v1/faults/written")), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("token:eye") && line.contains("\"event\":\"refused\"") && line.contains("\"status\":403,\"outcome\":\"refused\"")), lines.toString());
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("audit.jsonl"))));
        Files.move(directory.resolve("audit.jsonl"), directory.resolve("audit.1"));
        Wait.until("there is a new file", () -> {
            operator.ask("DELETE", "/v1/faults/written", "").is(404);
            return Files.exists(directory.resolve("audit.jsonl")) && agent.audit().stream().anyMatch(line -> line.contains("DELETE /v1/faults/written"));
        });
    }

    @Test
    void countsWhatItDoes() throws IOException {
        String metrics = root.get("/v1/metrics").is(200).body();

        for (String name : List.of("nofin_runs_total{outcome=\"passed\"}", "nofin_firings_total", "nofin_packets_matched_total", "nofin_leases",
                "nofin_request_duration_seconds_count", "process_resident_memory_bytes", "nofin_faults_firing")) {
            assertTrue(metrics.contains(name), name + " in " + metrics);
        }
    }

    @Test
    void cutsOffWhoTricklesAHeader() throws Exception {
        try (Http.Line slow = root.dial()) {
            slow.out().write("GET /v1/version HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> unchecked(() -> slow.in().read()));
            Wait.until("the connection is ended", () -> {
                try {
                    slow.out().write('x');
                } catch (IOException ended) {
                    return true;
                }
                root.get("/v1/version").is(200);
                return end.isDone();
            });
        }
    }

    @Test
    void tellsEverythingThatHappens() throws Exception {
        try (Http.Line line = root.send("GET", "/v1/events", "")) {
            StringBuffer seen = new StringBuffer();
            Future<Void> reading = read(line, seen, "\"removed\":true");
            Wait.until("the snapshot came", () -> seen.toString().contains("event: snapshot"));
            root.ask("PUT", "/v1/faults/told", CUT).is(201);
            root.ask("DELETE", "/v1/faults/told", "").is(200);
            reading.get();

            for (String part : List.of("event: fault\n", "event: event\n", "\"fault\":\"told\",\"type\":\"fired\"", "\"firing\":true")) {
                assertTrue(seen.toString().contains(part), part + " in " + seen);
            }
        }
    }

    @Test
    void tellsThoseWhoFollowWhatSomebodyWhoComesLaterFindsNew() throws Exception {
        try (Http.Line line = root.send("GET", "/v1/events", "")) {
            StringBuffer seen = new StringBuffer();
            Future<Void> reading = read(line, seen, "netns:late");
            Wait.until("the snapshot came", () -> seen.toString().contains("event: snapshot"));
            world.sh("ip netns add late");
            try (Http.Line later = root.send("GET", "/v1/events", "")) {
                read(later, new StringBuffer(), "netns:late").get();
                reading.get();
            } finally {
                world.sh("ip netns del late");
            }
        }
    }

    /** Reads in the background until {@code end} has come or the connection ends. */
    private static Future<Void> read(Http.Line line, StringBuffer seen, String end) {
        return CompletableFuture.runAsync(() -> unchecked(() -> {
            for (int next = line.in().read(); next >= 0 && seen.indexOf(end) < 0; next = line.in().read()) {
                seen.append((char) next);
            }
            return null;
        }));
    }

    private static Http.Event last(List<Http.Event> events) {
        return events.get(events.size() - 1);
    }

    private static String scenario(String length) {
        return """
            nofin: 1
            name: short
            targets: { app: { netns: app }, db: { netns: db } }
            faults: { cut: { on: app, peers: [db], drop: silent, optional: true } }
            timeline: [ { at: 0s, inject: cut, for: %s } ]
            """.formatted(length);
    }

    private interface Call<T> {
        T call() throws Exception;
    }

    private static <T> T unchecked(Call<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
