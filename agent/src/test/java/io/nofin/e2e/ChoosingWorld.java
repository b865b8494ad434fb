package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import java.io.IOException;

/** A world with a fault that chooses connections to port 7. */
abstract class ChoosingWorld extends InWorld {

    static final int MANY = 20;
    static final int HIT = 4;           // 20% of them
    static final String SOME = """
        nofin: 1
        seed: %d
        targets: { app: { netns: app }, peer: { netns: peer } }
        faults: { some: { on: %s, ports: 7, connections: { share: %s, state: %s }, %s } }
        timeline: [{ at: 0s, inject: some, for: 1m }]
        """;

    Nofin fire(int seed, String on, String share, String state, String effect) throws IOException {
        scenario(SOME.formatted(seed, on, share, state, effect));
        return Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring();
    }

    /** Ends the run, which has chosen so many; its counts. */
    JsonNode assertChosen(Nofin nofin, int hit, int spared) throws IOException {
        JsonNode report = new ObjectMapper().readTree(nofin.signal("TERM").await().exitedWith(5).output());
        JsonNode matched = report.get("faults").get(0).get("matched").get(0);
        JsonNode chosen = matched.get("connections");
        assertEquals(hit + " " + spared, chosen.get("hit") + " " + chosen.get("spared"), report.toString());
        return matched;
    }
}
