package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The queue engine shapes in ways that only it can, and does so in the same way on every kernel. */
class QueueShapingTest extends InWorld {

    private int sentinels;

    @Test
    void faultsOnTheSamePacketsAddUpAndADropWins() throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults:
              one: { on: app, direction: out, delay: 40ms }
              two: { on: app, direction: out, delay: 50ms, protocol: udp }
              cut: { on: app, peers: 10.99.0.3, drop: silent }
            timeline: [{ at: 0s, inject: [one, two, cut], for: 1m }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            assertTrue(fastest("udp", PEER) >= 90);
            assertTrue(fastest("tcp", PEER) >= 40);
            assertFalse(reaches(OTHER_PEER));
            nofin.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }

    @Test
    void losesThePacketsItWasToldTo() throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { gap: { on: app, direction: out, protocol: udp, loss: { packets: [2, 4] } } }
            timeline: [{ at: 0s, inject: gap, for: 1m }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            assertEquals(List.of(0, 2, 4, 5), arrived("exact", 6));

            JsonNode shaped = new ObjectMapper().readTree(nofin.signal("TERM").await().output()).get("faults").get(0).get("matched").get(0).get("shaped");
            assertEquals(2, shaped.get("lost").asLong());
            assertEquals(6 + sentinels, shaped.get("seen").asLong());
        }
        assertNothingIsLeft();
    }

    @Test
    void theSameSeedLosesTheSamePackets() throws Exception {
        List<List<Integer>> runs = new ArrayList<>();
        for (int seed : List.of(5, 5, 6)) {
            scenario("""
                nofin: 1
                seed: %d
                targets: { app: { netns: app } }
                faults: { lossy: { on: app, direction: out, protocol: udp, loss: 40%% } }
                timeline: [{ at: 0s, inject: lossy, for: 1m }]
                """.formatted(seed));
            try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
                runs.add(arrived("run " + runs.size(), 60));
                nofin.signal("TERM").await().exitedWith(5);
            }
        }
        assertEquals(runs.get(0), runs.get(1));
        assertFalse(runs.get(0).equals(runs.get(2)), runs.toString());
        assertTrue(runs.get(0).size() > 20 && runs.get(0).size() < 50, runs.toString());
    }

    /** Sends {@code count} datagrams, and returns the numbers of those that came to the peer. */
    private List<Integer> arrived(String text, int count) throws Exception {
        for (int number = 0; number < count; number++) {
            send(text + " " + number);
        }
        awaitSentinel(text);
        return IntStream.range(0, count).filter(number -> echoes.received(text + " " + number)).boxed().toList();
    }

    /**
     * Waits until a datagram has come that was sent after all others. None overtakes another, so any that has not come by then was lost.
     */
    private void awaitSentinel(String text) throws Exception {
        String sentinel = "sentinel of " + text;
        Wait.until(sentinel + " has come", () -> {
            send(sentinel);             // some are lost
            sentinels++;
            return echoes.received(sentinel);
        });
    }

    private void send(String text) throws IOException {
        app.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(PEER), 7));
            }
            return null;
        });
    }
}
