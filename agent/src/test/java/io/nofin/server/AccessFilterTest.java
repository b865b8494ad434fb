package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the description, with every method and every way to say another, asked by all who may or may not. */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessFilterTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> OVERRIDES = List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method");
    private static final String CUT = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"1m\", \"armed-only\": true}";

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
        Path tokens = AgentProcess.tokens(world, first, second);
        agent = AgentProcess.start(world, "listen: [{ address: \"127.0.0.1:7440\", tokens: " + tokens + " }]", "limits: { requests-per-second: 10000 }");
        root = agent.http();
        operator = agent.tcp().with("Authorization", "Bearer " + first.token());
        reader = agent.tcp().with("Authorization", "Bearer " + second.token());
    }

    @AfterAll
    void stop() throws IOException {
        agent.close();
        world.close();
    }

    @Test
    void refusesAMethodInAHeaderOrParameterWhoeverSendsIt() throws IOException {
        for (Http client : List.of(root, operator, reader, agent.tcp())) {
            for (String path : paths()) {
                for (String method : RequestCheck.METHODS) {
                    for (String override : OVERRIDES) {
                        assertEquals(400, client.with(override, "PUT").ask(method, path, "").status(), method + " " + path + " with " + override);
                    }
                    assertEquals(400, client.ask(method, path + "?_method=PUT", "").status(), method + " " + path + " with a parameter");
                }
            }
        }
        assertEquals(0, root.get("/v1/faults").is(200).json().size());
    }

    /** A reader's page of another site, which named its method in a header, was once let in and not written down. */
    @Test
    void refusesItToPagesOfOtherSitesAndWritesThatDown() throws Exception {
        Http page = reader.with("Origin", "http://evil").with("Sec-Fetch-Site", "cross-site").with("Content-Type", "text/plain");
        for (String asked : List.of("PUT /v1/faults/byreader", "POST /v1/runs", "POST /v1/leases", "DELETE /v1/faults/byreader", "POST /v1/heal")) {
            String[] words = asked.split(" ");
            page.with("X-HTTP-Method-Override", words[0]).ask("GET", words[1], CUT).is(400);
            page.ask(words[0], words[1], CUT).is(403);
        }
        assertEquals(0, root.get("/v1/faults").is(200).json().size());
        for (String status : List.of("400", "403")) {
            Wait.until("it is written, perhaps with others of the same second", () -> {
                (status.equals("400") ? page.with("X-HTTP-Method-Override", "PUT") : page).ask("PUT", "/v1/faults/byreader", CUT).is(Integer.parseInt(status));
                return agent.audit().stream().anyMatch(line -> line.contains("\"event\":\"refused\"") && line.contains("PUT /v1/faults/byreader")
                    && line.contains("\"status\":" + status));
            });
        }
    }

    @Test
    void refusesItToMembersOfTheGroup() throws IOException {
        StringBuilder requests = new StringBuilder();
        List<String> asked = new ArrayList<>();
        for (String path : paths()) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                OVERRIDES.forEach(override -> asked.add("url = \"http://localhost" + path + "\"\nrequest = " + method + "\nheader = \"" + override + ": DELETE\"\n"
                    + "unix-socket = " + AgentProcess.socket(world) + "\noutput = /dev/null\nwrite-out = \"%{http_code}\\n\"\n"));
            }
        }
        Path config = Files.writeString(directory.resolve("requests"), requests.append(String.join("next\n", asked)).toString());
        world.sh("chmod a+rx " + directory);

        String statuses = world.sh("setpriv --reuid=1234 --regid=1234 --groups=65534 curl -s -K " + config);

        assertEquals(Set.of("400"), Set.copyOf(statuses.lines().toList()));
        assertEquals(asked.size(), statuses.lines().count());
    }

    @Test
    void letsNobodyButOperatorsDoMoreThanRead() throws IOException {
        for (String operation : OpenApi.operations()) {
            String method = operation.substring(0, operation.indexOf(' '));
            String path = path(operation);
            boolean page = path.equals("/") || path.startsWith("/page/");
            assertEquals(page ? path.equals("/") ? 200 : 404 : 401, agent.tcp().ask(method, path, "").status(), "nobody: " + operation);
            if (!method.equals("GET")) {
                assertEquals(403, reader.ask(method, path, "{}").status(), "a reader: " + operation);
            }
        }
        Set<String> looks = OpenApi.operations().stream().filter(operation -> operation.startsWith("GET ")).map(AccessFilterTest::path)
            .collect(Collectors.toSet());
        for (String path : paths()) {
            for (String method : RequestCheck.METHODS) {
                int status = agent.tcp().ask(method, path, "").status();
                assertTrue(status == 401 || path.equals("/") || path.startsWith("/page/"), method + " " + path + " by nobody: " + status);
                if (method.equals("HEAD")) {
                    int expected = !looks.contains(path) ? 405 : path.contains("/captures") ? 403 : 200;
                    assertEquals(expected, reader.ask(method, path, "").status(), method + " " + path + " by a reader");
                } else if (!method.equals("GET")) {
                    int toReader = reader.ask(method, path, "{}").status();
                    assertTrue(Set.of(403, 404, 405).contains(toReader), method + " " + path + " by a reader: " + toReader);
                }
            }
        }
    }

    @Test
    void refusesMethodsThatItDoesNotHaveAndCountsThemAsOne() throws Exception {
        for (String method : List.of("get", "OPTIONS", "TRACE", "BREW", "X".repeat(6_000))) {
            Http.Reply reply = root.raw(method + " /v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertEquals(501, reply.status(), method);
        }

        String metrics = root.get("/v1/metrics").is(200).body();
        assertTrue(metrics.contains("nofin_requests_total{method=\"other\",status=\"501\"}"), metrics);
        assertFalse(metrics.contains("BREW"), metrics);
        Wait.until("it is written, perhaps with others of the same second", () -> {
            root.raw("BREW /v1/version HTTP/1.0\r\nHost: localhost\r\n\r\n").is(501);
            return agent.audit().stream().anyMatch(line -> line.contains("\"status\":501"));
        });
        assertTrue(agent.audit().stream().allMatch(line -> line.length() < 2_000));
        assertFalse(agent.process().said().contains("\tat "), agent.process().said());
    }

    /** Methods that an outsider invents take no room, neither in the audit nor in the metrics. */
    @Test
    void keepsNothingOfThousandsOfMethods() throws Exception {
        long before = Files.size(directory.resolve("audit.jsonl"));
        root.get("/v1/metrics").is(200);
        int series = root.get("/v1/metrics").is(200).body().split("\n").length;

        for (int i = 0; i < 1_000; i++) {
            agent.tcp().raw("M" + i + "X".repeat(6_000) + " /v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").is(501);
        }

        assertTrue(root.get("/v1/metrics").is(200).body().split("\n").length < series + 10);
        long more = Files.size(directory.resolve("audit.jsonl")) - before;
        assertTrue(more < 100_000, more + " bytes for 6 megabytes");
    }

    @Test
    void refusesWhatDecidesSomethingAndIsThereTwice() throws IOException {
        for (String header : List.of("Authorization: Bearer x", "Origin: http://a", "Sec-Fetch-Site: none", "Content-Type: text/plain", "Nofin-Lease: 1")) {
            root.raw("GET /v1/version HTTP/1.0\r\nHost: localhost\r\n" + header + "\r\n" + header + "\r\n\r\n").is(400);
        }
        root.get("/v1/version?ticket=a&ticket=b").is(400);
        root.raw("GET /v1/version HTTP/1.1\nHost: localhost\nConnection: close\n\n").is(400);
    }

    @Test
    void acceptsTheSchemeOfATokenInAnyCase() throws IOException {
        NewToken other = NewToken.draw("other", true);
        Path tokens = directory.resolve("tokens");
        Files.writeString(tokens, Files.readString(tokens) + other.line() + "\n");

        agent.tcp().with("Authorization", "bearer " + other.token()).get("/v1/version").is(200);
        agent.tcp().with("Authorization", "BEARER " + other.token()).get("/v1/version").is(200);
    }

    @Test
    void writesAnIntentBeforeEachChangeAndItsOutcomeAfterIt() throws Exception {
        operator.ask("PUT", "/v1/faults/told", CUT).is(201);
        root.ask("PATCH", "/v1/faults/told", "{\"delay\": \"5ms\", \"drop\": null}").is(200);
        assertEquals("unix:root", root.get("/v1/faults/told").is(200).json().get("changed-by").asText());
        String lease = operator.ask("POST", "/v1/leases", "{\"ttl\": \"30s\"}").is(201).json().get("id").asText();
        operator.ask("POST", "/v1/leases/" + lease, "").is(200);
        operator.ask("DELETE", "/v1/leases/" + lease, "").is(204);
        root.ask("POST", "/v1/heal", "{}").is(200);

        Wait.until("what was refused is written, perhaps with others of the same second", () -> {
            operator.ask("PUT", "/v1/faults/told", CUT.replace("silent", "no such way")).is(422);
            return lines().stream().anyMatch(line -> line.path("status").asInt() == 422);
        });
        List<JsonNode> lines = lines();
        List<JsonNode> intents = lines.stream().filter(line -> line.get("event").asText().equals("intent")).toList();
        for (JsonNode intent : intents) {
            JsonNode outcome = lines.stream().filter(line -> line.get("event").asText().equals("outcome") && line.get("id").equals(intent.get("id"))).findFirst().orElseThrow();
            assertEquals(intent.get("action"), outcome.get("action"));
            assertTrue(lines.indexOf(intent) < lines.indexOf(outcome));
        }
        JsonNode patch = intents.stream().filter(line -> line.get("action").asText().equals("PATCH /v1/faults/told")).findFirst().orElseThrow();
        assertEquals("token:ci", patch.at("/before/owner").asText());
        assertEquals("netns:app", patch.at("/before/targets/0").asText());
        assertEquals("5ms", patch.at("/asked/delay").asText());
        JsonNode patched = lines.stream().filter(line -> line.has("after") && line.get("fault").asText().equals("told")).findFirst().orElseThrow();
        assertEquals("delay: 5ms", patched.at("/after/effect").asText());
        JsonNode refused = lines.stream().filter(line -> line.path("status").asInt() == 422).findFirst().orElseThrow();
        assertEquals("no such way", refused.at("/asked/drop").asText());
        JsonNode heal = intents.stream().filter(line -> line.get("action").asText().equals("POST /v1/heal")).findFirst().orElseThrow();
        assertEquals("fault told of token:ci", heal.at("/ends/0").asText());
        assertTrue(lines.stream().noneMatch(line -> line.get("action").asText().equals("POST /v1/leases/" + lease)), "renewals are not written");
    }

    @Test
    void countsHowLongAFaultMayFireFromWhenItBegan() throws Exception {
        String almost = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"59s\", \"max-duration\": \"1m\"}";
        operator.ask("PUT", "/v1/faults/long", almost).is(201);
        Wait.until("it has fired for two seconds", () -> operator.get("/v1/faults/long").json().get("remaining").asDouble() < 57);

        operator.ask("PATCH", "/v1/faults/long", "{\"for\": \"59s\"}").is(400);
        operator.ask("PUT", "/v1/faults/long", almost).is(400);
        operator.ask("PATCH", "/v1/faults/long", "{\"for\": \"50s\"}").is(200);
        operator.ask("PATCH", "/v1/faults/long", "{\"firing\": false}").is(200);
        operator.ask("PATCH", "/v1/faults/long", "{\"firing\": true, \"for\": \"59s\"}").is(200);

        operator.ask("DELETE", "/v1/faults/long", "").is(200);
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : agent.audit()) {
            lines.add(MAPPER.readTree(line));
        }
        return lines;
    }

    private static Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        OpenApi.operations().forEach(operation -> paths.add(path(operation)));
        return paths;
    }

    private static String path(String operation) {
        return operation.substring(operation.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "nothing");
    }
}
