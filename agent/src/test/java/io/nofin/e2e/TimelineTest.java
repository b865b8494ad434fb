package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
              - { at: 0s, inject: [one, again], for: 4s }
              - { at: 2s, inject: other, for: 4s }
              - { at: 5s, inject: again, for: 100ms, repeat: { every: 200ms, times: 5 } }
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            Map<String, Attempt> attempts = Map.of("one", Attempt.udp(app, PEER, 7), "other", Attempt.udp(app, OTHER_PEER, 7));
            assertEquals(Map.of("one", "silence", "other", "answered"), Attempt.all(attempts));
            nofin.awaitSaying("inject other ");
            assertEquals(Map.of("one", "silence", "other", "silence"), Attempt.all(attempts));
            nofin.awaitSaying("heal   one, again");
            assertEquals(Map.of("one", "answered", "other", "silence"), Attempt.all(attempts));

            JsonNode faults = new ObjectMapper().readTree(nofin.await().exitedWith(0).output()).get("faults");

            List<Integer> turns = new ArrayList<>();
            faults.forEach(fault -> turns.add(fault.get("turns").size()));
            assertEquals(List.of(1, 1, 6), turns);
            assertEquals(4, faults.get(0).get("matched").size(), "two targets, two directions");
            assertTrue(reaches(PEER) && reaches(OTHER_PEER));
            assertNothingIsLeft();
        }
    }
}
