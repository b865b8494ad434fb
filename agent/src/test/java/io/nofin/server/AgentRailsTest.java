package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.HttpAnswers;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operators with a token may have this host do some things; others are for root alone. */
@KernelTest
@Timeout(300)
class AgentRailsTest {

    private static final String CUT_HOST = "{\"on\": [\"host\"], \"allow-host\": true, \"drop\": \"silent\", \"for\": \"10s\", \"armed-only\": true}";
    private static final String HOST = "targets: { app: { netns: app }, me: { host: true } }\nallow-host: true\n";
    private static final String APP = "targets: { app: { netns: app } }\n";
    private static final String CUT_APP = "faults: { cut: { on: app, peers: 10.99.0.77, drop: silent, optional: true } }\ntimeline: [{ inject: cut, for: 100ms }]\n";

    private World world;
    private NewToken token;

    @BeforeEach
    void makeWorld(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        token = NewToken.draw("ci", false);
        Path tokens = Files.writeString(directory.resolve("tokens"), token.line() + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void endWorld() throws IOException {
        world.close();
    }

    @Test
    void theHostIsRootsAlone() throws Exception {
        try (AgentProcess agent = start()) {
            Http operator = operator(agent);
            for (Http.Reply refused : List.of(operator.ask("PUT", "/v1/faults/mine", CUT_HOST),
                    operator.ask("POST", "/v1/runs", scenario(HOST, CUT_APP.replace("on: app", "on: me"))),
                    operator.ask("POST", "/v1/runs", scenario(HOST, CUT_APP + "probes: { p: { from: me, tcp: \"10.99.0.2:7\" } }\n")),
                    operator.ask("POST", "/v1/scenarios/plan", scenario(HOST, CUT_APP.replace("on: app", "on: me"))))) {
                assertTrue(refused.is(403).body().contains("agent.allow-host: true"), refused.body());
            }
            assertEquals(List.of(), world.traces("host"));

            agent.http().ask("PUT", "/v1/faults/roots", CUT_HOST).is(201);

            operator.ask("PATCH", "/v1/faults/roots", "{\"firing\": true, \"for\": \"1s\"}").is(403);
            String member = member("PATCH", "/v1/faults/roots", "{\"firing\": true, \"for\": \"1s\"}");
            assertTrue(member.contains("agent.allow-host: true"), member);
            agent.http().ask("DELETE", "/v1/faults/roots", "").is(200);
            agent.process().signal("TERM").await();
        }
        try (AgentProcess agent = start("allow-host: true")) {
            operator(agent).ask("PUT", "/v1/faults/mine", CUT_HOST).is(201);
            operator(agent).ask("DELETE", "/v1/faults/mine", "").is(200);
            agent.process().signal("TERM").await();
        }
    }

    @Test
    void aScenariosOwnLimitDoesNotOutrankTheHosts() throws Exception {
        try (AgentProcess agent = start()) {
            String longOne = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"2h\", \"max-duration\": \"596h\"";
            Http operator = operator(agent);

            String refused = operator.ask("PUT", "/v1/faults/mine", longOne + "}").is(400).body();
            assertTrue(refused.contains("this host allows users other than root 10m"), refused);
            agent.http().ask("PUT", "/v1/faults/roots", longOne + ", \"armed-only\": true}").is(201);
            operator.ask("PATCH", "/v1/faults/roots", "{\"firing\": true}").is(403);        // whoever did not put it

            String member = member("PATCH", "/v1/faults/roots", "{\"firing\": true}");
            assertTrue(member.contains("this host allows users other than root 10m"), member);
            assertTrue(member("PATCH", "/v1/faults/roots", "{\"firing\": true, \"for\": \"1s\"}").replace(" ", "").contains("\"firing\":true"));
            agent.http().ask("PATCH", "/v1/faults/roots", "{\"firing\": true}").is(200);
            agent.http().ask("DELETE", "/v1/faults/roots", "").is(200);
            agent.process().signal("TERM").await();
        }
    }

    @Test
    void webhooksLeadOnlyWhereTheConfigurationSays() throws Exception {
        world.addHost("127.0.0.1", "here.example");
        try (HttpAnswers here = HttpAnswers.start(world.host(), "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9998/\r\n\r\n");
                AgentProcess agent = start("webhooks: [\"http://127.0.0.1:" + here.port() + "/hook\", \"http://here.example:" + here.port() + "\"]")) {
            for (String url : List.of("http://127.0.0.1:" + here.port() + "/other", "http://127.0.0.1:" + here.port() + "/hook/%2e%2e/other",
                    "http://127.0.0.1:9998/hook", "http://127.0.0.1.example:" + here.port() + "/hook", "https://here.example/")) {
                String refused = operator(agent).ask("POST", "/v1/runs", hooked(url)).is(403).body();
                assertTrue(refused.contains("probes.p.on-failure.webhook: the agent sends webhooks of users other than root only"), refused);
            }
            String allowed = report(operator(agent), hooked("http://127.0.0.1:" + here.port() + "/hook/down?x=1"));
            assertTrue(allowed.contains("HTTP status 302"), allowed);
            String named = report(operator(agent), hooked("http://here.example:" + here.port() + "/"));
            assertTrue(named.contains("only root may reach 127.0.0.1"), named);
            String roots = report(agent.http(), hooked("http://here.example:" + here.port() + "/"));
            assertTrue(roots.contains("HTTP status 302"), roots);
            assertEquals(List.of("POST /hook/down?x=1 HTTP/1.1", "POST / HTTP/1.1"), here.requests(), "and nothing was followed");
            agent.process().signal("TERM").await();
        }
    }

    @Test
    void probesFromTheHostReachNothingOfItsOwn() throws Exception {
        world.addHost("169.254.169.254", "metadata.example");
        world.sh("ip addr add 10.97.0.1/32 dev lo");
        try (HttpAnswers here = HttpAnswers.start(world.host(), "HTTP/1.0 200 OK\r\n\r\nsecret-token=h"); AgentProcess agent = start("allow-host: true")) {
            for (String server : List.of("127.0.0.1:" + here.port(), "localhost:" + here.port(), "[::1]:" + here.port(), "10.97.0.1:" + here.port(),
                    "169.254.169.254", "metadata.example", "0.0.0.0:" + here.port(), "224.0.0.1")) {
                String scenario = scenario(HOST, CUT_APP + "probes: { p: { from: me, http: { url: \"http://" + server + "/\", contains: secret-token=h } } }\n");
                String path = operator(agent).ask("POST", "/v1/runs", scenario).is(201).headers().get("location");
                operator(agent).events(path + "/events");
                String ended = operator(agent).get(path).is(200).body();
                assertTrue(ended.contains("probes.p.http: from the host's network only root may reach"), server + ": " + ended);
                String monitored = operator(agent).ask("POST", "/v1/monitors", "{\"from\": \"host\", \"http\": \"http://" + server + "/\", \"for\": \"1s\"}").body();
                assertTrue(monitored.contains("from the host's network only root may reach"), server + ": " + monitored);
            }
            assertEquals(List.of(), here.requests());
            String roots = report(agent.http(), scenario(HOST, CUT_APP + "probes: { p: { from: me, http: \"http://127.0.0.1:" + here.port() + "/\" } }\n"));
            assertTrue(!here.requests().isEmpty(), roots);
            agent.process().signal("TERM").await();
        }
    }

    /** The page is made of two dozen files, which the browser asks for at once and without a token. */
    @Test
    void givesAnAddressTwiceTheRequestsOfACaller() throws Exception {
        try (AgentProcess agent = start("limits: { requests-per-second: 4 }")) {
            for (int i = 0; i < 8; i++) {
                agent.tcp().get("/page/page.css").is(200);
            }
            Wait.until("there is a limit", () -> agent.tcp().get("/page/page.css").status() == 429);
            agent.process().signal("TERM").await();
        }
    }

    private AgentProcess start(String... more) throws IOException {
        return AgentProcess.start(world, Stream.concat(Stream.of("listen: [{ address: \"127.0.0.1:7440\", tokens: "
            + world.directory().resolve("tokens") + " }]"), Stream.of(more)).toArray(String[]::new));
    }

    /** Returns the agent's answer to a member of its group, who may use what root has armed. */
    private String member(String method, String path, String body) throws IOException {
        Files.setPosixFilePermissions(world.directory(), PosixFilePermissions.fromString("rwx--x--x"));
        return world.sh("setpriv --reuid=65534 --regid=65534 --clear-groups curl -s --max-time 60 --unix-socket " + AgentProcess.socket(world)
            + " -X " + method + " -H 'Content-Type: application/json' -d '" + body + "' http://localhost" + path);
    }

    private Http operator(AgentProcess agent) {
        return agent.tcp().with("Authorization", "Bearer " + token.token());
    }

    private static String report(Http client, String scenario) throws IOException {
        String path = client.ask("POST", "/v1/runs", scenario).is(201).headers().get("location");
        client.events(path + "/events");
        return client.get(path + "/report").is(200).body();
    }

    /** Returns a scenario with a webhook that is called when its probe fails, which is at the first attempt, as nobody listens there. */
    private static String hooked(String url) {
        return scenario(APP, CUT_APP + "probes: { p: { from: app, tcp: \"10.99.0.2:9\", retry: { attempts: 1 }, on-failure: { webhook: \"" + url + "\" } } }\n");
    }

    private static String scenario(String... parts) {
        return "nofin: 1\n" + String.join("", parts);
    }
}
