package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps that begin by what happens, not by the clock. */
class WhenTest extends InWorld {

    private static final String TARGETS = """
        nofin: 1
        targets: { app: { netns: app }, peer: { netns: peer } }
        """;

    @Test
    void beginWhenAnotherFaultFiresOrIsHealed() throws Exception {
        scenario(TARGETS + """
            faults:
              cut:    { on: app, peers: [10.99.0.2], drop: silent }
              beside: { on: app, peers: [10.99.0.3], drop: silent, optional: true }
              after:  { on: app, peers: [10.99.0.3], drop: silent, optional: true }
            timeline:
              - { when: { fault: cut, becomes: healed, plus: 300ms }, inject: after, for: 500ms }
              - { when: { fault: cut, becomes: fired }, inject: beside, for: 200ms }
              - { at: 500ms, inject: cut, for: 1s }
            probes: { pool: { from: app, hold: "peer:8", every: 20ms, timeout: 5s, retry: { attempts: 1000 } } }
            """);

        JsonNode faults = new ObjectMapper().readTree(run("run", "scenario.yaml", "--json").exitedWith(0).output()).get("faults");

        assertTrue(start(faults, 2) >= 1.8, "300 ms after the heal at 1.5 s: " + faults);
        assertTrue(start(faults, 1) >= 0.5 && start(faults, 1) < 1.5, "while cut fires: " + faults);
        assertNothingIsLeft();
    }

    @Test
    void beginWhenAProbeIsDown() throws Exception {
        scenario(TARGETS + """
            faults:
              cut:  { on: app, peers: [10.99.0.2], ports: 7, drop: silent }
              more: { on: app, peers: [10.99.0.3], drop: silent, optional: true }
            timeline:
              - { when: { probe: connect, becomes: down }, inject: more, for: 5s }
              - { at: 300ms, inject: cut, for: 3s }
            probes: { connect: { from: app, tcp: "10.99.0.2:7", every: 50ms, timeout: 500ms, retry: { attempts: 1000 } } }
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitSaying("inject more ")) {
            Map<String, String> silence = Map.of("more", "silence");
            assertEquals(silence, Attempt.all(Map.of("more", Attempt.udp(app, OTHER_PEER, 7)), silence));
            JsonNode report = new ObjectMapper().readTree(nofin.await().exitedWith(0).output());

            assertTrue(start(report.get("faults"), 1) > 0.8, "an attempt after 300 ms took 500 ms to fail: " + report);
            assertNothingIsLeft();
        }
    }

    @Test
    void failTheRunWhenTheirEventDoesNotCome() throws Exception {
        scenario(TARGETS + """
            faults:
              cut:  { on: app, peers: [10.99.0.2], ports: 7, drop: silent, optional: true }
              more: { on: app, peers: [10.99.0.3], drop: silent, optional: true }
            timeline:
              - { inject: cut, for: 500ms }
              - { when: { probe: other, becomes: down, within: 1s }, inject: more, for: 10s }
            probes: { other: { from: app, tcp: "10.99.0.3:7", every: 50ms } }
            """);

        Nofin.Result result = run("run", "scenario.yaml").exitedWith(1);

        assertTrue(result.output().contains("timeline[1] did not begin: within 1s nothing happened of when: { probe: other, becomes: down, within: 1s }"),
            result.toString());
        assertNothingIsLeft();
    }

    private static double start(JsonNode faults, int fault) {
        JsonNode turns = faults.get(fault).get("turns");
        assertEquals(1, turns.size(), faults.toString());
        return turns.get(0).get("from").asDouble();
    }
}
