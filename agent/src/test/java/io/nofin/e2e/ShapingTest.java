package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets are delayed, lost and damaged as a scenario says, and others beside them are not. */
class ShapingTest extends InWorld {

    /** Returns the engine that shapes outgoing packets on this kernel in cases where either engine could. */
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
            awaitQuicker("udp", OTHER_PEER, 60);

            JsonNode matched = faults(nofin.signal("TERM").await().exitedWith(5)).get(0).get("matched");
            for (JsonNode count : matched) {
                boolean out = count.get("direction").asText().equals("out");
                assertEquals(out ? outgoing() : "queue", count.get("shaped").get("engine").asText());
                assertTrue(count.get("shaped").get("passed").asLong() > 4 * TRIES, count.toString());
            }
        }
        awaitQuicker("udp", PEER, 60);
        assertNothingIsLeft();
    }

    @Test
    void changesWhileItIsInForce() throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, direction: out, delay: 1ms } }
            timeline:
              - { at: 0s, inject: slow, for: 10s, ramp: { delay: [0ms, 400ms], over: 4s } }
              - { at: 11s, inject: slow, for: 1m }
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            List<Long> climb = new ArrayList<>();
            do {
                climb.add(roundTrip("udp", PEER));
                assertFalse(nofin.said().contains("  heal "), "it never took 400 ms: " + climb);
            } while (climb.get(climb.size() - 1) < 400);
            assertTrue(climb.stream().anyMatch(ms -> ms >= 100 && ms < 350), climb.toString());
            nofin.awaitSaying("11.000s  inject slow");
            awaitQuicker("udp", PEER, 300);         // as the scenario has it, again
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

        awaitQuicker("udp", PEER, 700);
        assertReaches(OTHER_PEER);
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

    /** Returns the beginning of the reason why netem is not used on a device that somebody shapes. */
    String whyNoNetem() {
        return "this kernel has no sch_netem";
    }

    private static JsonNode faults(Nofin.Result result) throws IOException {
        return new ObjectMapper().readTree(result.output()).get("faults");
    }
}
