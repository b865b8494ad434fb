package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations of a shaping are judged by connections that begin while it is in force, whoever connects and whichever way it shapes. */
class ShapingExpectationsTest extends InWorld {

    private static final int CONNECTIONS = 10;
    private static final int PINGS = 300;

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

    /** Expected is what the fault does, or half of it; the receiver, or the sender of pings, is asked whether it did. */
    @ParameterizedTest
    @CsvSource({"out, duplicate, 60, yes", "out, corrupt, 60, yes", "out, corrupt, 20, no",
        "in, duplicate, 60, yes", "in, duplicate, 20, no", "in, corrupt, 60, yes",
        "both, duplicate, 60, yes", "both, duplicate, 10, no", "both, corrupt, 60, yes"})
    void measuresASharePerDirection(String direction, String effect, int expected, String verdict) throws Exception {
        scenario(share(direction, effect + ": 60%", effect, expected));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Pings four = Pings.of(world, "peer", "10.99.0.1", PINGS);
            Pings six = Pings.of(world, "peer", "fd00:99::1", PINGS);
            Pings.of(world, "app", direction.equals("both") ? PEER : "127.0.0.1", PINGS);
            Nofin.Result result = nofin.await().exitedWith(verdict.equals("yes") ? 0 : 1);
            assertEquals(happened(effect, direction), 100 * share(effect, four, six), direction.equals("both") ? 20 : 8, four + ", " + six);
            assertTrue(result.output().contains(verdict.equals("yes") ? "holds    { fault: f, " + effect : "FAILS    { fault: f, " + effect), result.output());
        }
    }

    @ParameterizedTest
    @CsvSource({"out, 30, yes", "out, 90, unknown", "out, 2, no", "in, 30, yes", "in, 2, no", "both, 30, unknown"})
    void measuresWhatGoesAhead(String direction, int expected, String verdict) throws Exception {
        scenario(share(direction, "delay: 20ms, reorder: 30%", "reorder", expected));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            Pings.of(world, "peer", "10.99.0.1", PINGS);
            Nofin.Result result = nofin.await().exitedWith(verdict.equals("yes") ? 0 : 1);
            assertTrue(result.output().contains((verdict.equals("yes") ? "holds    " : verdict.equals("no") ? "FAILS    " : "UNKNOWN  ") + "{ fault: f, reorder"),
                result.output());
        }
    }

    /** An expectation that the wire cannot tell is unknown, and the run does not pass. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"in ~ duplicate: 60% ~ duplicate ~ it takes pings that the target answers",
        "out ~ duplicate: 60%, loss: 10% ~ duplicate ~ the fault loses some of its duplicates",
        "out ~ corrupt: { probability: 60%, checksum: fix } ~ corrupt ~ checksums were made right again",
        "in ~ delay: 20ms, reorder: 60% ~ reorder ~ it takes pings that the target answers"})
    void saysWhatItWouldTake(String direction, String shaping, String effect, String wanted) throws Exception {
        scenario(share(direction, shaping, effect, 60));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Attempt.udp(app, PEER, 7).make();
            }
            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("UNKNOWN  { fault: f, " + effect), result.output());
            assertTrue(result.output().contains(wanted), result.output());
        }
    }

    /** Returns the percentage that the sender of pings should see where 60 % are asked for. */
    private static double happened(String effect, String direction) {
        return !direction.equals("both") ? 60 : effect.equals("duplicate") ? 156 : 84;
    }

    private static double share(String effect, Pings... pings) {
        double sent = Stream.of(pings).mapToInt(Pings::sent).sum();
        return Stream.of(pings).mapToInt(one -> effect.equals("duplicate") ? one.more() : one.sent() - one.answered()).sum() / sent;
    }

    private static String share(String direction, String shaping, String effect, int expected) {
        return """
            nofin: 1
            targets: { app: { netns: app } }
            faults: { f: { on: app, peers: [10.99.0.0/24, "fd00:99::/64"], direction: %s, %s } }
            timeline: [{ at: 0s, inject: f, for: 8s }]
            expect: [{ fault: f, %s: %d%% }]
            """.formatted(direction, shaping, effect, expected);
    }
}
