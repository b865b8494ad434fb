package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The published scenarios on the lab do what their first lines say. Each runs on hosts of its own; the bounds are far from what they
 * show on an idle machine.
 */
@Timeout(300)
abstract class PublishedScenarios {

    /** The folder of the published scenarios, found from the project's folder and from that of the agent, where Maven runs tests. */
    private static final Path PUBLISHED = Stream.of(Path.of("scenarios"), Path.of("..", "scenarios")).filter(Files::isDirectory)
        .findFirst().orElseThrow();
    private static final List<String> SHAPING = List.of("slow-link", "lossy-wifi", "satellite", "damaged-cable", "flapping-link", "ramp-to-timeout");
    private static final Map<String, Nofin> RUNS = new HashMap<>();

    private static World world;

    /** @param edited what is to be run of each file */
    static void prepare(Path directory, UnaryOperator<String> edited) throws IOException {
        world = World.start(directory);
        for (String name : SHAPING) {
            Files.writeString(directory.resolve(name + ".yaml"), edited.apply(Files.readString(PUBLISHED.resolve(name + ".yaml"))));
        }
    }

    static void startAll() throws IOException {
        for (String name : SHAPING) {
            started(name);
        }
    }

    private static Nofin started(String name) throws IOException {
        if (!RUNS.containsKey(name)) {
            RUNS.put(name, Nofin.start(world, "run", name + ".yaml", "--json"));
        }
        return RUNS.get(name);
    }

    @AfterAll
    static void endAll() throws IOException {
        try {
            RUNS.values().forEach(Nofin::close);
            RUNS.clear();
        } finally {
            world.close();
        }
    }

    @Test
    void slowLinkMakesEveryAnswerLate() throws Exception {
        JsonNode session = session("slow-link");

        assertTrue(session.get("cuts").get(0).get("round-trip").asDouble() >= 0.08, "40 ms each way: " + session);
        assertSurvived(session);
    }

    /** Packets that matched and did not leave were lost, as the capture is behind the fault. */
    @Test
    void lossyWifiLosesPacketsThatTcpSendsAgain() throws Exception {
        JsonNode report = report("lossy-wifi");
        JsonNode session = report.get("connections").get(0);
        JsonNode out = report.get("faults").get(0).get("matched").get(0);

        assertEquals("out", out.get("direction").asText());
        long left = session.get("cuts").get(0).get("near").get("packets-out").asLong();
        long lost = out.get("packets").asLong() - left;
        assertTrue(lost >= 10 && left >= 100, "a tenth of some 1000 packets: lost=" + lost + ", " + report);
        assertSurvived(session);
    }

    @Test
    void satelliteTakesHalfASecondForEveryAnswer() throws Exception {
        JsonNode session = session("satellite");

        assertTrue(session.get("cuts").get(0).get("round-trip").asDouble() >= 0.5, "270 ms each way, give or take 5: " + session);
        assertSurvived(session);
    }

    @Test
    void damagedCableIsRepairedByTcpUntilChecksumsAreRight() throws Exception {
        JsonNode session = session("damaged-cable");

        JsonNode cable = session.get("cuts").get(0);
        assertTrue(cable.get("stayed-established").asBoolean(), session.toString());
        assertTrue(cable.get("answered").asLong() > 0, session.toString());
        assertEquals("answered with other data", session.get("closed").asText(), session.toString());
    }

    @Test
    void flappingLinkIsCutEachTimeAndTheConnectionSurvives() throws Exception {
        JsonNode session = session("flapping-link");

        assertEquals(8, session.get("cuts").size());
        for (JsonNode cut : session.get("cuts")) {
            assertEquals(0, cut.get("answered").asLong(), session.toString());
            assertTrue(cut.get("silent").asBoolean() && cut.get("stayed-established").asBoolean(), session.toString());
        }
        assertSurvived(session);
    }

    @Test
    void rampToTimeoutEndsWithManyHeartbeatsOnTheirWay() throws Exception {
        JsonNode session = session("ramp-to-timeout");

        assertTrue(onTheirWay(session.get("cuts").get(0)) >= 5, "a delay of 2 s in the end, a heartbeat every 50 ms: " + session);
        assertSurvived(session);
    }

    private static JsonNode session(String scenario) throws IOException {
        return report(scenario).get("connections").get(0);
    }

    /** Returns the report of a scenario's run, after a check that the run passed and that all of its faults met packets. */
    static JsonNode report(String scenario) throws IOException {
        JsonNode report = new ObjectMapper().readTree(started(scenario).await().exitedWith(0).output());
        assertTrue(report.get("passed").asBoolean(), report.toString());
        report.get("faults").forEach(fault -> assertTrue(fault.get("took-effect").asBoolean(), report.toString()));
        return report;
    }

    /** Returns the number of heartbeats sent while the fault was in force whose answers had not come when it was healed. */
    private static long onTheirWay(JsonNode cut) {
        return cut.get("sent").asLong() - cut.get("answered").asLong();
    }

    private static void assertSurvived(JsonNode session) {
        assertTrue(session.get("ended-established").asBoolean() && session.get("closed").isNull(), session.toString());
    }
}
