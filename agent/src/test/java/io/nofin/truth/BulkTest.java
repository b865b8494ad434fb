package io.nofin.truth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Much data over TCP, which the sender's kernel hands down in pieces of up to 64 KB (segmentation offload): the effects are on segments, the data
 * arrives whole, and what nofin says of a fault is what the two sockets counted.
 */
@KernelTest
@Timeout(300)
class BulkTest {

    private static final int PORT = 7_000;
    private static final int SECONDS = 60;
    private static final int OF_THE_HANDSHAKE = 2;      // segments that one socket counts and the other does not
    private static final double SIGMAS = 5;

    private final List<AutoCloseable> open = new ArrayList<>();

    /** An effect, and how much data goes through it. */
    private enum Effect {
        LOSS("loss: 30%", 200_000, "lost", 0.3),
        EVERY_TENTH("loss: { every: 10 }", 4 << 20, "lost", 0.1),
        DELAY("delay: 50ms", 4 << 20, "delayed", 1),          // on the way out pieces stay whole, as all of each waits for the same time
        DUPLICATE("duplicate: 100%", 2 << 20, "duplicated", 1),
        CORRUPT("corrupt: 5%", 2 << 20, "corrupted", 0.05);

        private final String yaml;
        private final int bytes;
        private final String counter;
        private final double share;

        Effect(String yaml, int bytes, String counter, double share) {
            this.yaml = yaml;
            this.bytes = bytes;
            this.counter = counter;
            this.share = share;
        }
    }

    /** A fault on its own pair of addresses; out or in, as the target sees the data. */
    private record Cell(int number, Effect effect, boolean out, boolean ipv6) {

        String name() {
            return "f" + number;
        }

        String far() {
            return (ipv6 ? "fd00:99::" : "10.99.0.") + (10 + number);
        }

        String near() {
            return ipv6 ? "fd00:99::1" : "10.99.0.1";
        }

        byte[] data() {
            byte[] data = new byte[effect.bytes];
            new Random(number).nextBytes(data);
            return data;
        }

        @Override
        public String toString() {
            return effect.yaml + ", " + (out ? "out" : "in") + ", " + (ipv6 ? "IPv6" : "IPv4");
        }
    }

    @TestFactory
    List<DynamicTest> segmentsAreWhatAFaultIsAbout(@TempDir Path directory) throws Exception {
        List<Cell> cells = cells();
        try (World world = World.start(directory)) {
            world.connect("app", "peer");
            world.sh(cells.stream().map(cell -> "ip -n peer addr add " + cell.far() + (cell.ipv6() ? "/64 nodad" : "/24") + " dev eth0").collect(Collectors.joining("; ")));
            Files.writeString(directory.resolve("scenario.yaml"), "nofin: 1\nseed: 7\ntargets: { app: { netns: app } }\nfaults:\n" + cells.stream()
                .map(cell -> "  " + cell.name() + ": { on: app, peers: \"" + cell.far() + "\", protocol: tcp, engine: queue, direction: "
                    + (cell.out() ? "out" : "in") + ", " + cell.effect().yaml + " }\n").collect(Collectors.joining())
                + "timeline: [{ at: 0s, for: " + SECONDS + "s, inject: [" + cells.stream().map(Cell::name).collect(Collectors.joining(", ")) + "] }]\n");
            Map<Cell, Counted> counted = new HashMap<>();
            JsonNode report;
            List<DynamicTest> tests = new ArrayList<>();
            try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
                transfer(world, cells, counted);
                report = new ObjectMapper().readTree(nofin.await().exitedWith(0).output());
            }
            cells.forEach(cell -> tests.add(DynamicTest.dynamicTest(cell.toString(), () -> compare(cell, counted.get(cell), report))));
            for (boolean out : new boolean[] {true, false}) {
                long found = damagedAt(world, out ? "peer" : "app");
                tests.add(DynamicTest.dynamicTest("damage " + (out ? "out" : "in"), () -> compareDamage(out, found, report)));
            }
            return tests;
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
        }
    }

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            for (int kind = 0; kind < 4; kind++) {
                cells.add(new Cell(cells.size(), effect, kind % 2 == 0, kind > 1));
            }
        }
        return cells;
    }

    /** The segments of a connection, as its two sockets counted them. */
    private record Counted(long sent, long received) {
    }

    private void transfer(World world, List<Cell> cells, Map<Cell, Counted> counted) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(cells.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Cell cell : cells) {
                running.add(workers.submit(() -> {
                    send(world, cell);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            TimeUnit.SECONDS.sleep(1);          // what was sent last, and once more, is there
            for (Cell cell : cells) {
                counted.put(cell, new Counted(segments(world, cell, cell.out(), "out"), segments(world, cell, !cell.out(), "in")));
            }
        } finally {
            workers.shutdownNow();
        }
    }

    /** Sends data from one end to the other, and leaves the connection open. */
    private void send(World world, Cell cell) throws Exception {
        NetworkNamespace from = world.namespace(cell.out() ? "app" : "peer");
        NetworkNamespace to = world.namespace(cell.out() ? "peer" : "app");
        InetAddress near = InetAddress.getByName(cell.near());
        InetAddress far = InetAddress.getByName(cell.far());
        int port = PORT + cell.number();
        ServerSocket listener = kept(to.call(() -> new ServerSocket(port, 1, cell.out() ? far : near)));
        Socket sender = kept(from.call(() -> {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(cell.out() ? near : far, 0));
            socket.connect(new InetSocketAddress(cell.out() ? far : near, port));
            return socket;
        }));
        Socket receiver = kept(listener.accept());
        byte[] data = cell.data();
        Thread writer = new Thread(() -> write(sender, data));
        writer.start();
        assertArrayEquals(data, receiver.getInputStream().readNBytes(data.length), cell + ": the data that arrived");
        writer.join();
    }

    private synchronized <T extends AutoCloseable> T kept(T resource) {
        open.add(resource);
        return resource;
    }

    private static void write(Socket sender, byte[] data) {
        try {
            sender.getOutputStream().write(data);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what ss(8) says of the segments that the socket at one end has sent or received. */
    private static long segments(World world, Cell cell, boolean near, String way) throws IOException {
        String ports = cell.out() == near ? "dport = :" : "sport = :";
        String line = world.sh("ip netns exec " + (near ? "app" : "peer") + " ss -tinH state established " + ports + (PORT + cell.number()));
        Matcher count = Pattern.compile("segs_" + way + ":(\\d+)").matcher(line);
        assertTrue(count.find(), cell + ": " + line);
        return Long.parseLong(count.group(1));
    }

    private static void compare(Cell cell, Counted counted, JsonNode report) {
        JsonNode fault = report.at("/faults/" + cell.number());
        JsonNode shaped = fault.at("/matched/0/shaped");
        long pieces = fault.at("/matched/0/packets").asLong();
        String details = counted + " " + fault;

        assertEquals(cell.name() + " yes", fault.get("name").asText() + " " + fault.at("/proof/answer").asText(), details);
        assertTrue(pieces < counted.sent() || cell.effect() == Effect.LOSS, "there were large pieces: " + details);
        long units = cell.effect() == Effect.DELAY && cell.out() ? pieces : counted.sent();
        assertEquals(units, shaped.get("seen").asLong(), details);
        assertEquals(switch (cell.effect()) {
            case DELAY, CORRUPT -> 0;       // the receiver counts damaged segments with the others, and by themselves
            case LOSS, EVERY_TENTH -> shaped.get("lost").asLong();
            case DUPLICATE -> -shaped.get("duplicated").asLong();
        }, counted.sent() - counted.received(), OF_THE_HANDSHAKE, details);
        double share = cell.effect().share;
        assertEquals(share * units, shaped.get(cell.effect().counter).asLong(), OF_THE_HANDSHAKE + SIGMAS * Math.sqrt(counted.sent() * share * (1 - share)), details);
    }

    /** The receiving kernel finds what is damaged, apart from the few packets whose addresses or lengths are. */
    private static void compareDamage(boolean out, long found, JsonNode report) {
        long damaged = cells().stream().filter(cell -> cell.effect() == Effect.CORRUPT && cell.out() == out)
            .mapToLong(cell -> report.at("/faults/" + cell.number() + "/matched/0/shaped/corrupted").asLong()).sum();
        assertTrue(found <= damaged && found > damaged * 3 / 4, (out ? "out: " : "in: ") + found + " of " + damaged);
    }

    private static long damagedAt(World world, String host) throws IOException {
        List<String[]> lines = world.sh("ip netns exec " + host + " grep ^Tcp: /proc/net/snmp").lines().map(line -> line.split(" ")).toList();
        return Long.parseLong(lines.get(1)[List.of(lines.get(0)).indexOf("InCsumErrors")]);
    }
}
