package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.HttpAnswers;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
            assertTrue(refused.contains("have root write max-duration in " + world.directory().resolve("nofin.yaml")), "the file that was read: " + refused);
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
                for (String http : List.of("\"http://" + server + "/\"", "{\"url\": \"http://" + server + "/\", \"method\": \"DELETE\"}")) {
                    String monitored = operator(agent).ask("POST", "/v1/monitors", "{\"from\": \"host\", \"http\": " + http + ", \"for\": \"1s\"}").body();
                    assertTrue(monitored.contains("from the host's network only root may reach"), server + ": " + monitored);
                }
            }
            assertEquals(List.of(), here.requests());
            String roots = report(agent.http(), scenario(HOST, CUT_APP + "probes: { p: { from: me, http: \"http://127.0.0.1:" + here.port() + "/\" } }\n"));
            assertTrue(!here.requests().isEmpty(), roots);
            agent.process().signal("TERM").await();
        }
    }

    /** The kernel says what stays on the host: an address need not be on an interface, nor be written as one usually is. */
    @Test
    void probesFromTheHostReachNothingOfItsOwnByAnotherName() throws Exception {
        world.addHost("::ffff:127.0.0.1", "mapped.example");
        world.sh("ip link add d0 type veth peer name d1 netns db; ip addr add 10.95.0.1/24 brd + dev d0; ip link set d0 up; ip -n db link set d1 up; ip route add default dev d0; ip route add local 10.96.0.0/16 dev lo");
        try (AgentProcess agent = start("allow-host: true")) {
            Http operator = operator(agent);
            for (String server : List.of("10.95.0.1", "10.95.0.255", "255.255.255.255", "10.96.1.1", "2130706433", "0x7f.1", "127.1", "mapped.example",
                    "[::ffff:127.0.0.1]", "[::ffff:10.95.0.1]", "[64:ff9b::7f00:1]", "[::7f00:1]", "[ff02::1]", "[fe80::1]", "0.0.0.1")) {
                for (String probe : List.of("\"tcp\": \"" + server + ":9\"", "\"udp\": \"" + server + ":9\"", "\"http\": \"http://" + server + ":9/\"",
                        "\"hold\": \"" + server + ":9\"")) {
                    Http.Reply reply = operator.ask("POST", "/v1/monitors", "{\"from\": \"host\", " + probe + ", \"for\": \"1s\"}");
                    assertTrue(reply.status() >= 400, probe + ": " + reply.body());
                }
            }
            operator.ask("POST", "/v1/monitors", "{\"from\": \"host\", \"tcp\": \"10.95.0.2:9\", \"for\": \"1s\"}").is(200);
            agent.process().signal("TERM").await();
        }
    }

    /** Jetty and the handlers read the same path, header and body; what is wrong with them is the client's error, and not in the agent's log. */
    @Test
    void whatIsNoRequestIsTheClientsError() throws Exception {
        try (AgentProcess agent = start("limits: { requests-per-second: 1000 }")) {
            String bearer = "Authorization: Bearer " + token.token() + "\r\n";
            String post = "POST /v1/scenarios/validate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/yaml\r\n" + bearer;
            for (String chunks : List.of("1;a=\"\r\nX\r\n0\r\n\r\n", "1;a=b\nX\r\n0\r\n\r\n", "1\nX\n0\n\n", "0x1\r\nX\r\n0\r\n\r\n", "-1\r\nX\r\n0\r\n\r\n",
                    "10000000000000001\r\nX\r\n0\r\n\r\n", "1\r\nXX\r\n0\r\n\r\n")) {
                Http.Reply reply = agent.tcp().raw(post + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "GET /v1/version HTTP/1.1\r\nHost: localhost\r\n" + bearer + "\r\n");
                assertTrue(reply.is(400).body().contains("the body did not arrive whole"), chunks + reply.body());
                assertFalse(reply.body().contains("HTTP/1.1"), "and one answer: " + reply.body());
            }
            agent.tcp().raw("POST /v1/heal HTTP/1.0\r\nOrigin: http://evil\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" + bearer + "\r\n{}").is(403);
            for (String path : List.of("/v1/events/", "/v1//events", "/v1/%65vents", "/v1/events;a", "/v1/./events")) {
                assertEquals(404, operator(agent).status("GET", path, ""), path);
            }
            for (int i = 0; i < 100; i++) {
                agent.tcp().raw("GET /v1/version HTTP/1.1\r\nHost: localhost\r\nHost: " + "evil".repeat(1_000) + "\r\n\r\n").is(400);
            }
            assertFalse(agent.process().said().contains("evil"), agent.process().said());
            String many = IntStream.range(0, 5_000).mapToObj(i -> "\"netns:n" + i + "\"").collect(Collectors.joining(","));
            assertTrue(operator(agent).ask("POST", "/v1/heal", "{\"targets\": [" + many + "]}").is(400).body().contains("limits.targets"));
            operator(agent).ask("POST", "/v1/heal", "{\"targets\": [" + "\"netns:app\",".repeat(5_000) + "\"netns:app\"]}").is(200);
            agent.process().signal("TERM").await();
        }
    }

    /** A member swaps what is at a path for a named pipe, for a link to a device, and for nothing, again and again. */
    @Test
    void aPathThatIsSwappedHoldsNobodyUp() throws Exception {
        Path place = Files.createDirectory(world.directory().resolve("place"));
        Process swapping = world.start(world.directory().resolve("swapped"), List.of("python3", "-c", """
            import ctypes, os, sys
            os.chdir(sys.argv[1])
            os.mkfifo("pipe"); os.symlink("/dev/tty", "link"); open("file", "w").close()
            libc = ctypes.CDLL(None)
            while True:
                for other in (b"pipe", b"link"): libc.renameat2(-100, b"file", -100, other, 2)
            """, place.toString()));
        try (AgentProcess agent = start("limits: { requests-per-second: 1000 }")) {
            Wait.until("it swaps", () -> Files.exists(place.resolve("file"), LinkOption.NOFOLLOW_LINKS));
            String fault = "{\"on\": [\"netns:" + place.resolve("file") + "\"], \"drop\": \"silent\", \"for\": \"10s\"}";
            for (int i = 0; i < 200; i++) {
                assertTrue(operator(agent).ask("PUT", "/v1/faults/same", fault).is(404).body().contains("there is no network namespace at"));
            }
            assertTrue(swapping.isAlive());
            agent.http().ask("PUT", "/v1/faults/same", "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"10s\"}").is(201);
            String changed = member("PATCH", "/v1/faults/same", "{\"peers\": [\"10.99.0.2\"]}");
            assertTrue(changed.contains("unix:nobody") && changed.contains("\"owner\" : \"unix:root\""), changed);
            String outcome = agent.audit().get(agent.audit().size() - 1);
            assertTrue(outcome.contains("\"after\":{") && outcome.contains("10.99.0.2"), outcome);
            agent.process().signal("TERM").await();
        } finally {
            swapping.destroyForcibly();
        }
    }

    /** Loopback has 16 million addresses, and gives no more requests or lines of the audit to who connects from many of them. */
    @Test
    void manyAddressesOfLoopbackAreOnePeer() throws Exception {
        try (AgentProcess agent = start("limits: { requests-per-second: 4 }")) {
            AtomicInteger count = new AtomicInteger();
            Http stranger = new Http(() -> AgentProcess.line(world.host().call(() -> {
                SocketChannel channel = SocketChannel.open();
                channel.bind(new InetSocketAddress("127.1." + count.get() / 250 + "." + (1 + count.getAndIncrement() % 250), 0));
                channel.connect(new InetSocketAddress("127.0.0.1", AgentProcess.PORT));
                return channel;
            })));
            Wait.until("there is a limit", () -> stranger.get("/v1/version").status() == 429);
            for (int i = 0; i < 200; i++) {
                stranger.get("/v1/version");
            }

            long lines = agent.audit().stream().filter(line -> line.contains("\"event\":\"refused\"")).count();
            assertTrue(lines < 100, lines + " lines for " + count + " requests");
            agent.process().signal("TERM").await();
        }
    }

    @Test
    void whatIsProtectedHasAPrice() throws Exception {
        try (AgentProcess agent = start()) {
            String cut = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"10s\", \"protect\": ";
            String peers = IntStream.range(0, 5_000).mapToObj(i -> "\"10.97." + i / 250 + "." + i % 250 + "\"").collect(Collectors.joining(", "));
            String ports = IntStream.range(0, 15_000).mapToObj(i -> Integer.toString(2 * i + 1)).collect(Collectors.joining(", "));
            for (String much : List.of("{\"peers\": [" + peers + "]}", "{\"ports\": [" + ports + "]}")) {
                String refused = operator(agent).ask("PUT", "/v1/faults/mine", cut + much + "}").is(422).body();
                assertTrue(refused.contains("limits.rules-per-host"), refused);
            }
            operator(agent).ask("PUT", "/v1/faults/mine", cut + "{\"peers\": [\"10.97.0.1\"], \"ports\": [1, 3]}}").is(201);
            agent.process().signal("TERM").await();
        }
        assertEquals(List.of(), world.traces("app"));
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
