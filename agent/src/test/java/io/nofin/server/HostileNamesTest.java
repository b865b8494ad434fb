package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.NameServer;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Puts faults on a target whose name server is slow, or answers with far too much: nobody else waits for it, and its answers have a price. */
@KernelTest
@Timeout(300)
class HostileNamesTest {

    private static final int NAMES = 1_000;
    private static final int FEW = 30;
    private static final long SLOW_MS = 300;
    private static final String KEPT = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"5m\", \"armed-only\": true}";

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean slow = new AtomicBoolean(true);
    private World world;
    private AgentProcess agent;
    private Http root;
    private Http operator;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        NewToken token = NewToken.draw("ci", false);
        agent = AgentProcess.start(world, "listen: [{ address: \"127.0.0.1:7440\", tokens: " + AgentProcess.tokens(world, token) + " }]");
        root = agent.http();
        operator = agent.tcp().with("Authorization", "Bearer " + token.token());
    }

    @AfterEach
    void stop() throws IOException {
        slow.set(false);
        agent.close();
        world.close();
    }

    /** Heals while a fault is put that asks for names, in the place of one that is kept, and beside it. */
    @Test
    void healingWaitsForNoNameServer() throws Exception {
        try (NameServer server = server(() -> List.of("10.99.0.2"))) {
            operator.ask("PUT", "/v1/faults/kept", KEPT).is(201);
            CompletableFuture<Http.Reply> again = begin("PUT", "/v1/faults/kept", fault());
            CompletableFuture<Http.Reply> beside = begin("PUT", "/v1/faults/beside", fault());
            Wait.until("both ask", () -> asked.get() > 2);

            root.ask("POST", "/v1/heal", "{}").is(200);

            assertFew(server);
            for (CompletableFuture<Http.Reply> put : List.of(again, beside)) {
                assertTrue(put.get().is(409).body().contains("all faults were healed while this one was being armed"), put.get().body());
            }
            assertEquals(0, root.get("/v1/faults").is(200).json().size());
            assertEquals(List.of(), world.traces("app"));
        }
    }

    @Test
    void stoppingARunWaitsForNoNameServer() throws Exception {
        try (NameServer server = server(() -> List.of("10.99.0.2"))) {
            for (String part : List.of("faults: { cut: { on: app, peers: [" + names() + "], drop: silent } }\n",
                    "faults: { cut: { on: app, drop: silent } }\nprobes:\n" + IntStream.range(0, 100)
                        .mapToObj(i -> "  p" + i + ": { from: app, tcp: \"n" + i + ".test:7\" }\n").collect(Collectors.joining()))) {
                asked.set(0);
                String run = operator.ask("POST", "/v1/runs", "nofin: 1\ntargets: { app: { netns: app } }\n" + part
                    + "timeline: [{ inject: cut, for: 1s }]\n").is(201).headers().get("location");
                Wait.until("it asks", () -> asked.get() > 2);

                root.ask("POST", run + "/stop", "").is(200);

                assertFew(server);
            }
        }
    }

    /** Arms where another run waits for a name server, and where one waits for the first attempts of its probes. */
    @Test
    void nobodyElseWaitsForWhatARunWaitsFor() throws Exception {
        try (NameServer server = server(() -> List.of("10.99.0.2"))) {
            CompletableFuture<Http.Reply> slowly = begin("PUT", "/v1/faults/slowly", fault());
            Wait.until("it asks", () -> asked.get() > 2);

            root.ask("PUT", "/v1/faults/roots", KEPT).is(201);

            assertFew(server);
            assertFalse(slowly.isDone(), () -> slowly.join().body());
            root.ask("POST", "/v1/heal", "{}").is(200);
        }
        world.sh("ip netns exec app iptables -A OUTPUT -d 10.99.0.3 -j DROP");
        String run = operator.ask("POST", "/v1/runs", "nofin: 1\ntargets: { app: { netns: app } }\nfaults: { cut: { on: app, drop: silent } }\n"
            + "probes: { p: { from: app, tcp: \"10.99.0.3:7\", timeout: 4m, every: 4m } }\ntimeline: [{ inject: cut, for: 1s }]\n").is(201).headers().get("location");
        Wait.until("it probes", () -> world.sh("ip netns exec app ss -tn state syn-sent").contains("10.99.0.3:7"));

        root.ask("PUT", "/v1/faults/roots", KEPT).is(201);

        assertEquals("starting", root.get(run).is(200).json().get("state").asText());
        root.ask("POST", run + "/stop", "").is(200);
    }

    @Test
    void theAddressesOfNamesHaveAPrice() throws Exception {
        slow.set(false);
        List<String> thousand = IntStream.range(0, 1_000).mapToObj(i -> "10.98." + i / 250 + "." + (1 + i % 250)).toList();
        try (NameServer server = server(() -> thousand.stream().map(address -> address.replace("10.98.", "10." + asked.get() % 200 + ".")).toList())) {
            Http.Reply refused = operator.ask("PUT", "/v1/faults/many", fault());

            assertTrue(refused.is(400).body().contains("limits.members"), refused.body());
            assertTrue(asked.get() < NAMES, "asked " + asked + " times, " + server);
            assertEquals(List.of(), world.traces("app"));
        }
    }

    /** Ends a question in its time when the answer comes over TCP, a byte now and then. */
    @Test
    void aByteNowAndThenIsNoAnswer() throws Exception {
        Path script = Files.writeString(world.directory().resolve("drip.py"), """
            import socket, threading, time
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(("127.0.0.1", 53))
            tcp = socket.socket(); tcp.bind(("127.0.0.1", 53)); tcp.listen(9)
            def cut():
                while True:
                    question, who = udp.recvfrom(512)
                    udp.sendto(question[:2] + bytes([0x83, 0x80]) + question[4:], who)
            def drip(line):
                line.recv(512); line.send(bytes([0xff, 0xff]))
                while True: line.send(b"x"); time.sleep(0.2)
            threading.Thread(target=cut, daemon=True).start()
            while True: threading.Thread(target=drip, args=[tcp.accept()[0]], daemon=True).start()
            """);
        Process server = world.start(world.directory().resolve("dripped"), List.of("ip", "netns", "exec", "app", "python3", script.toString()));
        Wait.until("it listens", () -> world.sh("ip netns exec app ss -tlnH").contains(":53"));

        operator.ask("PUT", "/v1/faults/slowly", fault()).is(404);

        Wait.until("nobody waits for the rest", () -> threads("nofin-names") == 0);
        assertTrue(server.isAlive());
        server.destroy();
    }

    /** Answers others while one user asks in targets whose file system never answers, as anybody's own may (fuse(4)). */
    @Test
    void filesThatNeverAnswerTakeTheShareOfOneUser() throws Exception {
        Path script = Files.writeString(world.directory().resolve("hang.py"), """
            import ctypes, os
            fuse = os.open("/dev/fuse", os.O_RDWR)
            libc = ctypes.CDLL(None, use_errno=True)
            options = "fd=%d,rootmode=40000,user_id=0,group_id=0" % fuse
            if libc.mount(b"hang", b"/etc", b"fuse", 0, options.encode()): raise OSError(ctypes.get_errno(), "mount")
            print(os.getpid(), flush=True)
            while True: os.read(fuse, 1 << 20)
            """);
        Path said = world.directory().resolve("hanging");
        Process hanging = world.start(said, List.of("ip", "netns", "exec", "app", "unshare", "-m", "python3", script.toString()));
        Wait.until("it hangs", () -> Files.readString(said).matches("[0-9]+\\n"));
        String pid = Files.readString(said).strip();
        try (NameServer server = server(() -> List.of("10.99.0.2"))) {
            slow.set(false);
            List<CompletableFuture<Http.Reply>> all = Stream.iterate(0, i -> i + 1).limit(8)
                .map(i -> begin("PUT", "/v1/faults/f" + i, fault().replace("netns:app", "pid:" + pid))).toList();
            for (CompletableFuture<Http.Reply> one : all) {
                assertTrue(one.get().is(404).body().contains("there was no answer within 5 s"), one.get().body());
            }
            assertTrue(threads("nofin-names") > 0, "they do hang");

            root.ask("PUT", "/v1/faults/roots", "{\"on\": [\"netns:app\"], \"peers\": [\"db.test\"], \"drop\": \"silent\", \"for\": \"1m\"}").is(201);
            assertTrue(asked.get() > 0, "asked " + server);
        } finally {
            hanging.destroyForcibly();
        }
    }

    private void assertFew(NameServer server) {
        assertTrue(asked.get() < FEW, "nobody waits for " + asked + " answers of " + server);
    }

    private NameServer server(Supplier<List<String>> addresses) throws IOException {
        return NameServer.start(world.namespace("app"), () -> {
            asked.incrementAndGet();
            if (slow.get()) {
                pause();
            }
            return addresses.get();
        });
    }

    private static void pause() {
        try {
            Thread.sleep(SLOW_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Http.Reply> begin(String method, String path, String body) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return operator.ask(method, path, body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, work -> new Thread(work).start());
    }

    private long threads(String name) throws IOException {
        return world.sh("cat /proc/[0-9]*/task/*/comm 2>/dev/null || true").lines().filter(name::equals).count();
    }

    /** Returns a fault with more peers than are asked for while others do something. */
    private static String fault() {
        return "{\"on\": [\"netns:app\"], \"peers\": [\"" + names().replace(", ", "\", \"") + "\"], \"drop\": \"silent\", \"for\": \"5m\"}";
    }

    private static String names() {
        return IntStream.range(0, NAMES).mapToObj(i -> "n" + i + ".test").collect(Collectors.joining(", "));
    }
}
