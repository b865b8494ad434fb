package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Attack;
import io.nofin.testing.Crowd;
import io.nofin.testing.Datagrams;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.OtherUser;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One agent, and those who take as much of it as they can get: an outsider without a token, a reader with one, a member of the group
 * that may use the socket. Root is answered all the time, and the service manager goes on hearing that the agent works.
 */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ExhaustionTest {

    private static final int MEMBER = 1234;
    private static final int NOGROUP = 65534;
    private static final String SLOW_POST = "POST /v1/scenarios/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/yaml\r\n";
    private static final String LONG = "Content-Length: 10000\r\n\r\n";

    private World world;
    private Datagrams manager;
    private final AtomicLong pulse = new AtomicLong();
    private Nofin agent;
    private OtherUser member;
    private String readersToken;
    private String operatorsToken;
    private Http root;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));     // the member finds the socket there
        world = World.start(directory);
        world.connect("app", "db");
        world.host();               // opened before many threads ask for it
        NewToken reader = NewToken.draw("eye", true);
        NewToken operator = NewToken.draw("ci", false);
        readersToken = reader.token();
        operatorsToken = operator.token();
        Path tokens = Files.writeString(directory.resolve("tokens"), reader.line() + "\n" + operator.line() + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        String notify = directory.resolve("notify").toString();
        manager = Datagrams.at(notify);
        agent = AgentProcess.launch(world, Map.of("NOTIFY_SOCKET", notify, "WATCHDOG_USEC", "4000000"),
            "listen: [{ address: \"127.0.0.1:7440\", tokens: " + tokens + " }]", "limits: { requests-per-second: 1000 }");
        Thread listener = new Thread(this::listen, "service manager");
        listener.setDaemon(true);
        listener.start();
        agent.awaitSaying("the agent is ready");
        member = OtherUser.of(MEMBER, NOGROUP);
        root = new Http(() -> {
            SocketChannel line = socket();
            return new Http.Line(Channels.newInputStream(line), Channels.newOutputStream(line), line);
        });
    }

    @AfterAll
    void stop() throws IOException {
        try {
            agent.signal("TERM").await().exitedWith(0);
            assertEquals(List.of(), world.temporaryFiles());
        } finally {
            agent.close();
            member.close();
            manager.close();
            world.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void answersRootWhile(Attack attack) throws Exception {
        try (Crowd crowd = attack.begin(new Attack.Besieged(this::outside, this::inside, readersToken))) {
            crowd.awaitAll();
            long before = pulse.get();

            for (int round = 0; round < 5; round++) {
                root.get("/v1/version").is(200);
                root.ask("POST", "/v1/heal", "{}").is(200);
            }
            Wait.until("the service manager has heard of the agent twice", () -> pulse.get() >= before + 2);
            root.ask("PUT", "/v1/faults/cut", "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"1m\"}").is(201);
            root.ask("DELETE", "/v1/faults/cut", "").is(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {130, 1000})
    void goesOnListeningWhenThereWereTooManyConnections(int count) throws Exception {
        List<SocketChannel> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(outside());
            lines.add(inside());
            lines.add(socket());
        }
        for (SocketChannel line : lines) {
            line.close();
        }

        root.get("/v1/version").is(200);
        operator().get("/v1/version").is(200);
        try (SocketChannel line = inside()) {
            line.write(bytes(read("/v1/version")));
            assertTrue(answer(line).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void goesOnListeningAfterManyHonestClientsAtOnce() throws Exception {
        List<SocketChannel> lines = new ArrayList<>();
        for (int i = 0; i < 129; i++) {
            SocketChannel line = inside();
            line.write(bytes("GET /v1/version HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            lines.add(line);
        }

        root.get("/v1/version").is(200);
        for (SocketChannel line : lines) {
            line.close();
        }
        root.get("/v1/version").is(200);
        Wait.until("members are answered", () -> {
            try (SocketChannel line = inside()) {
                line.write(bytes("GET /v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
                return answer(line).startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void tellsAClientThatItAsksTooMuchAtOnce() throws Exception {
        String held = SLOW_POST + "Authorization: Bearer " + operatorsToken + "\r\n" + LONG;
        try (Crowd crowd = Crowd.of(12, this::outside, Crowd.trickle(held, 200))) {
            crowd.awaitAll();

            Wait.until("the operator has had enough", () -> operator().get("/v1/status").status() == 429);
            Wait.until("it is told when to come again", () -> {
                Http.Reply reply = operator().get("/v1/status");
                return reply.status() == 429 && reply.headers().get("retry-after").equals("1");
            });
            reader().get("/v1/status").is(200);
        }
        Wait.until("there is room again", () -> operator().get("/v1/status").status() == 200);
    }

    @Test
    void letsOthersFollowARunWhileAReaderHasAllItsStreams() throws Exception {
        try (Crowd crowd = Crowd.of(40, this::outside, Crowd.ask(read("/v1/events")))) {
            crowd.awaitAll();

            Wait.until("the reader has all it may have", () -> reader().get("/v1/events").status() == 429);
            String run = operator().ask("POST", "/v1/runs", scenario()).is(201).headers().get("location");
            List<Http.Event> events = operator().events(run + "/events");

            assertEquals("ended", events.get(events.size() - 1).type());
        }
    }

    @Test
    void cutsOffWhoeverTakesNoAnswer() throws Exception {
        int asked = 200;
        Wait.until("the reader has room, whatever it asked for before", () -> reader().get("/v1/openapi.yaml").status() == 200);
        double before = metric("nofin_connections_cut");
        try (SocketChannel line = outside()) {
            line.write(bytes(read("/v1/openapi.yaml").replace("Connection: close\r\n", "").repeat(asked)));
            Wait.until("somebody else has been answered meanwhile", () -> reader().get("/v1/version").status() == 200);

            Wait.until("the answers that nobody takes are not kept", () -> metric("nofin_connections_cut") > before);

            String answers = answer(line);
            assertTrue(answers.startsWith("HTTP/1.1 200 "), () -> answers.lines().findFirst().orElse("nothing"));
            assertTrue(count(answers) < asked, "it was cut off in the middle");
        }
    }

    private double metric(String name) throws IOException {
        return root.get("/v1/metrics").is(200).body().lines().filter(line -> line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElseThrow();
    }

    private static long count(String answers) {
        return answers.lines().filter(line -> line.startsWith("HTTP/1.1 ")).count();
    }

    private static String answer(SocketChannel line) {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        try {
            while (line.read(buffer.clear()) >= 0) {
                text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            }
        } catch (IOException cutOff) {
            return text.toString();
        }
        return text.toString();
    }

    private void listen() {
        try {
            while (true) {
                if (manager.next().equals("WATCHDOG=1")) {
                    pulse.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private Http operator() {
        return tcp(operatorsToken);
    }

    private Http reader() {
        return tcp(readersToken);
    }

    private Http tcp(String token) {
        return new Http(() -> {
            SocketChannel line = outside();
            return new Http.Line(Channels.newInputStream(line), Channels.newOutputStream(line), line);
        }).with("Authorization", "Bearer " + token);
    }

    private String read(String path) {
        return Crowd.request("GET", path, Map.of("Authorization", "Bearer " + readersToken), "");
    }

    private SocketChannel outside() throws IOException {
        return AgentProcess.connected(world, AgentProcess.PORT);
    }

    private SocketChannel inside() throws IOException {
        return member.call(this::socket);
    }

    private SocketChannel socket() throws IOException {
        SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            line.connect(UnixDomainSocketAddress.of(AgentProcess.socket(world)));
            return line;
        } catch (IOException e) {
            line.close();
            throw e;
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String scenario() {
        return """
            nofin: 1
            targets: { app: { netns: app } }
            faults: { cut: { on: app, drop: silent } }
            timeline: [ { inject: cut, for: 200ms } ]
            """;
    }
}
