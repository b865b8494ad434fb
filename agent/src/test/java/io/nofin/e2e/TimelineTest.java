package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Faults that come again, that overlap on one target, and that hit several targets in one step. */
class TimelineTest extends InWorld {

    @Test
    void repeatsAndOverlaps() throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app }, peer: { netns: peer } }
            faults:
              one:   { on: [app, peer], peers: [10.99.0.2], drop: silent, optional: true }
              other: { on: app, peers: [10.99.0.3], drop: silent, optional: true }
              again: { on: app, protocol: icmp, drop: silent, optional: true }
            timeline:
              - { at: 0s, inject: [one, again], for: 10s }
              - { at: 5s, inject: other, for: 10s }
              - { at: 11s, inject: again, for: 100ms, repeat: { every: 200ms, times: 5 } }
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            Map<String, Attempt> attempts = Map.of("one", Attempt.udp(app, PEER, 7), "other", Attempt.udp(app, OTHER_PEER, 7));
            assertOutcome(attempts, "silence", "answered");
            nofin.awaitSaying("inject other ");
            assertOutcome(attempts, "silence", "silence");
            nofin.awaitSaying("heal   one, again");
            assertOutcome(attempts, "answered", "silence");

            JsonNode faults = new ObjectMapper().readTree(nofin.await().exitedWith(0).output()).get("faults");

            List<Integer> turns = new ArrayList<>();
            faults.forEach(fault -> turns.add(fault.get("turns").size()));
            assertEquals(List.of(1, 1, 6), turns);
            assertEquals(4, faults.get(0).get("matched").size(), "two targets, two directions");
            assertReaches(PEER);
            assertReaches(OTHER_PEER);
            assertNothingIsLeft();
        }
    }

    private static void assertOutcome(Map<String, Attempt> attempts, String one, String other) throws Exception {
        Map<String, String> expected = Map.of("one", one, "other", other);
        assertEquals(expected, Attempt.all(attempts, expected));
    }
}
