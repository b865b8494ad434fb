package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that are delayed, lost and damaged as a scenario says, and those beside them that are not. */
class ShapingTest extends InWorld {

    private static final int TRIES = 5;

    /** Who shapes what goes out on this kernel, where either could. */
    String outgoing() {
        return "queue";
    }

    @ParameterizedTest
    @CsvSource({"both, 120", "out, 60", "in, 60"})
    void delaysThePacketsOfItsPeersAndNoOthers(String direction, int roundTripMs) throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, peers: [10.99.0.2, "fd00:99::2"], direction: %s, delay: 60ms } }
            timeline: [{ at: 0s, inject: slow, for: 1m }]
            """.formatted(direction));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            for (String transport : List.of("udp", "tcp")) {
                assertTrue(fastest(transport, PEER) >= roundTripMs, transport + " 4");
                assertTrue(fastest(transport, PEER_6) >= roundTripMs, transport + " 6");
            }
            assertTrue(fastest("udp", OTHER_PEER) < 60);

            JsonNode matched = faults(nofin.signal("TERM").await().exitedWith(5)).get(0).get("matched");
            for (JsonNode count : matched) {
                boolean out = count.get("direction").asText().equals("out");
                assertEquals(out ? outgoing() : "queue", count.get("shaped").get("engine").asText());
                assertTrue(count.get("shaped").get("passed").asLong() > 4 * TRIES, count.toString());
            }
        }
        assertTrue(fastest("udp", PEER) < 60);
        assertNothingIsLeft();
    }

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

            JsonNode shaped = faults(nofin.signal("TERM").await()).get(0).get("matched").get(0).get("shaped");
            assertEquals(2, shaped.get("lost").asLong());
            assertEquals(6, shaped.get("seen").asLong());
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

    @Test
    void changesWhileItIsInForce() throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, direction: out, delay: 1ms } }
            timeline:
              - { at: 0s, inject: slow, for: 3s, ramp: { delay: [0ms, 400ms], over: 2s } }
              - { at: 4s, inject: slow, for: 1m }
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            List<Long> climb = new ArrayList<>();
            long end = System.nanoTime() + Duration.ofMillis(2_600).toNanos();
            while (System.nanoTime() - end < 0) {
                climb.add(roundTrip("udp", PEER));
            }
            assertTrue(climb.get(0) < 300, climb.toString());
            assertTrue(climb.stream().anyMatch(ms -> ms >= 100 && ms < 350), climb.toString());
            assertTrue(climb.get(climb.size() - 1) >= 400, climb.toString());
            nofin.awaitSaying("4.000s  inject slow");
            assertTrue(fastest("udp", PEER) < 300, "as the scenario has it, again");
            nofin.signal("TERM").await().exitedWith(5);
        }
        assertNothingIsLeft();
    }

    @Test
    void letsTrafficPassWhenItIsKilled() throws Exception {
        Nofin killed = Nofin.start(world, "run", scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, direction: in, delay: 700ms }, lossy: { on: app, direction: in, peers: 10.99.0.3, loss: 100% } }
            timeline: [{ at: 0s, inject: [slow, lossy], for: 5m }]
            """).toString()).awaitFiring();
        assertFalse(reaches(OTHER_PEER));
        killed.signal("KILL").await();

        assertTrue(fastest("udp", PEER) < 700);
        assertTrue(reaches(OTHER_PEER));
        run("heal").exitedWith(0);
        assertNothingIsLeft();
    }

    @Test
    void leavesADeviceAloneThatSomebodyShapes() throws Exception {
        world.sh("ip netns exec app tc qdisc add dev eth0 root handle 5: tbf rate 1gbit burst 100kb latency 50ms");
        String yaml = """
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, direction: out, delay: 60ms, engine: %s } }
            timeline: [{ at: 0s, inject: slow, for: 1m }]
            """;
        scenario(yaml.formatted("netem"));
        Nofin.Result refused = run("run", "scenario.yaml").exitedWith(3);
        assertTrue(refused.errors().contains("faults.slow.engine: netem cannot be used in app: " + whyNoNetem()), refused.errors());

        scenario(yaml.formatted("auto"));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            assertTrue(fastest("udp", PEER) >= 60);
            assertTrue(nofin.signal("TERM").await().exitedWith(5).errors().contains("app: slow out: nofin's queue engine: " + whyNoNetem()));
        }
        assertTrue(world.sh("ip netns exec app tc qdisc show dev eth0").startsWith("qdisc tbf 5: root"));
    }

    /** Beginning of the reason why netem is not used on a device that somebody shapes. */
    String whyNoNetem() {
        return "this kernel has no sch_netem";
    }

    /** The numbers of the datagrams that came to the peer, out of {@code count} that were sent. */
    private List<Integer> arrived(String text, int count) throws IOException {
        for (int number = 0; number < count; number++) {
            send(text + " " + number);
        }
        sentinel(text);
        return IntStream.range(0, count).filter(number -> echoes.received(text + " " + number)).boxed().toList();
    }

    /** Over TCP, which the fault leaves alone: what was sent before has come, or never will. */
    private void sentinel(String text) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            assertEquals(Attempt.ANSWERED, Attempt.tcp(app, PEER, 7).make("sentinel of " + text));
        }
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

    private long fastest(String transport, String address) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            fastest = Math.min(fastest, roundTrip(transport, address));
        }
        return fastest;
    }

    /** In milliseconds, with TCP connecting in it; a second where nothing comes back. */
    private long roundTrip(String transport, String address) throws IOException {
        long start = System.nanoTime();
        new Attempt(app, transport, 0, address, 7).make();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static JsonNode faults(Nofin.Result result) throws IOException {
        return new ObjectMapper().readTree(result.output()).get("faults");
    }
}
