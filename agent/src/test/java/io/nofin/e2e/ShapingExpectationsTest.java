package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected of a shaping is judged by connections that begin while it is in force, whoever connects and whichever way it shapes. */
class ShapingExpectationsTest extends InWorld {

    private static final int CONNECTIONS = 10;

    @ParameterizedTest
    @CsvSource({"out, client, 100, 100, 0", "in, client, 100, 100, 0", "both, client, 100, 100, 0", "out, server, 100, 100, 0",
        "in, server, 100, 100, 0", "both, server, 100, 100, 0", "both, client, 60, 100, 1", "in, server, 100, 40, 1"})
    void measuresADelay(String direction, String role, int delayMs, int expectedMs, int exitCode) throws Exception {
        scenario("""
            nofin: 1
            targets: { target: { netns: %s } }
            faults: { slow: { on: target, direction: %s, delay: %dms } }
            timeline: [{ at: 0s, inject: slow, for: 4s }]
            expect: [{ fault: slow, delay: %dms, within: 20ms }]
            """.formatted(role.equals("client") ? "app" : "peer", direction, delayMs, expectedMs));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Map<String, Attempt> attempts = new TreeMap<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                attempts.put("4 " + i, Attempt.tcp(app, PEER, 7));
                attempts.put("6 " + i, Attempt.tcp(app, PEER_6, 7));
            }
            Map<String, String> answered = new TreeMap<>(attempts.keySet().stream().collect(Collectors.toMap(name -> name, name -> Attempt.ANSWERED)));
            assertEquals(answered, Attempt.all(attempts, answered));
            Nofin.Result result = nofin.await().exitedWith(exitCode);
            assertTrue(result.output().contains("delay p50") || result.output().contains("ms seen in "), result.output());
            assertTrue(result.output().contains(exitCode == 0 ? "\nPASSED: " : "\nFAILED: "), result.output());
        }
    }
}
