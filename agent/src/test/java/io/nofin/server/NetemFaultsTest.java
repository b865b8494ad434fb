package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.NetemTest;
import io.nofin.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults by hand that netem shapes: a device has one nofin's netem at a time. */
@NetemTest
@Timeout(240)
class NetemFaultsTest {

    private static final String SLOW = "{\"on\": [\"netns:app\"], \"peers\": [\"10.99.0.2\"], \"direction\": \"out\", \"engine\": \"netem\", %s, \"for\": \"1m\"}";
    private static final String DELAY = "\"delay\": \"20ms\"";

    private World world;
    private AgentProcess agent;
    private Http root;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        agent = AgentProcess.start(world);
        root = agent.http();
    }

    @AfterEach
    void stop() throws IOException {
        try {
            agent.process().signal("TERM").await().exitedWith(0);
        } finally {
            agent.close();
            world.close();
        }
    }

    @Test
    void aSecondFaultOnTheDeviceIsWrongInputThatSaysWhatToDo() throws Exception {
        root.ask("PUT", "/v1/faults/slow", SLOW.formatted(DELAY)).is(201);
        String refused = root.ask("PUT", "/v1/faults/other", SLOW.formatted("\"loss\": \"5%\"")).is(422).body();
        assertTrue(refused.contains("another fault of nofin's has netem on eth0") && refused.contains("engine: queue"), refused);
        assertTrue(root.get("/v1/faults/slow").is(200).json().get("firing").asBoolean());
        root.ask("DELETE", "/v1/faults/slow", "").is(200);
    }

    @Test
    void whatCannotChangeAtOnceIsRefusedAndTheFaultStays() throws Exception {
        root.ask("PUT", "/v1/faults/slow", SLOW.formatted(DELAY)).is(201);
        for (String body : List.of(SLOW.formatted("\"loss\": \"5%\""), SLOW.formatted(DELAY).replace("10.99.0.2", "10.99.0.3"))) {
            String refused = root.ask("PUT", "/v1/faults/slow", body).is(422).body();
            assertTrue(refused.contains("the fault slow has netem itself") && refused.contains("DELETE it first"), refused);
        }
        root.ask("PATCH", "/v1/faults/slow", "{\"loss\": \"5%\"}").is(422);
        assertTrue(isDelayed(world.namespace("app"), world.namespace("db")));
    }

    /** Datagrams go all the time, and the fault is put again and again: none is quicker than its shorter delay. */
    @Test
    void aFaultThatReplacesItselfLetsNoPacketPassMeanwhile() throws Exception {
        root.ask("PUT", "/v1/faults/slow", SLOW.formatted(DELAY)).is(201);
        String leaf = world.sh("ip netns exec app tc qdisc show dev eth0 | grep netem | cut -d' ' -f3");
        try (DatagramSocket from = world.namespace("app").call(() -> new DatagramSocket());
                DatagramSocket to = world.namespace("db").call(() -> new DatagramSocket(new InetSocketAddress("10.99.0.2", 5_555)))) {
            AtomicLong quickest = new AtomicLong(Long.MAX_VALUE);
            AtomicInteger arrived = new AtomicInteger();
            to.setSoTimeout(1_000);
            Thread receiver = new Thread(() -> receive(to, quickest, arrived));
            receiver.start();
            Thread sender = new Thread(() -> send(from));
            sender.start();
            for (int i = 0; i < 15; i++) {
                root.ask("PUT", "/v1/faults/slow", SLOW.formatted(i % 2 == 0 ? "\"delay\": \"40ms\"" : DELAY)).is(200);
                root.ask("PATCH", "/v1/faults/slow", "{\"delay\": \"30ms\"}").is(200);
                root.ask("PUT", "/v1/faults/slow", SLOW.formatted("\"delay\": \"30ms\"")).is(200);
            }
            sender.interrupt();
            sender.join();
            receiver.join();

            assertTrue(arrived.get() > 50, arrived + " arrived");
            assertTrue(quickest.get() >= 20_000_000, "the quickest of " + arrived + " took " + quickest + " ns");
            assertEquals(leaf, world.sh("ip netns exec app tc qdisc show dev eth0 | grep netem | cut -d' ' -f3"), "it is the same qdisc");
        }
    }

    private static void send(DatagramSocket from) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                byte[] now = ByteBuffer.allocate(Long.BYTES).putLong(System.nanoTime()).array();
                from.send(new DatagramPacket(now, now.length, new InetSocketAddress("10.99.0.2", 5_555)));
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(DatagramSocket to, AtomicLong quickest, AtomicInteger arrived) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[Long.BYTES], Long.BYTES);
                to.receive(packet);
                long took = System.nanoTime() - ByteBuffer.wrap(packet.getData()).getLong();
                quickest.accumulateAndGet(took, Math::min);
                arrived.incrementAndGet();
            }
        } catch (IOException nothingCame) {
            return;
        }
    }

    private static boolean isDelayed(NetworkNamespace from, NetworkNamespace to) throws IOException {
        try (DatagramSocket sender = from.call(() -> new DatagramSocket());
                DatagramSocket receiver = to.call(() -> new DatagramSocket(new InetSocketAddress("10.99.0.2", 5_556)))) {
            long start = System.nanoTime();
            sender.send(new DatagramPacket(new byte[1], 1, new InetSocketAddress("10.99.0.2", 5_556)));
            receiver.receive(new DatagramPacket(new byte[1], 1));
            return System.nanoTime() - start >= 20_000_000;
        }
    }
}
