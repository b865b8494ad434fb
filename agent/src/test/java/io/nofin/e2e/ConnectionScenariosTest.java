package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The published scenarios whose faults pick connections or packets by their length do what their first lines say. */
@KernelTest
@Timeout(300)
class ConnectionScenariosTest {

    private World world;

    @BeforeEach
    void makeWorld(@TempDir Path directory) throws IOException {
        world = World.start(directory);
    }

    @AfterEach
    void endWorld() throws IOException {
        world.close();
    }

    @Test
    void someConnectionsHangAndSomeAreSlowAndOldOnesNoticeNothing() throws Exception {
        JsonNode report = new ObjectMapper().readTree(run("per-connection", "").exitedWith(0).output());

        for (JsonNode fault : report.get("faults")) {
            JsonNode chosen = fault.get("matched").get(0).get("connections");
            double share = chosen.get("hit").asDouble() / (chosen.get("hit").asDouble() + chosen.get("spared").asDouble());
            assertEquals(fault.get("name").asText().equals("hang") ? 0.2 : 0.3, share, 0.1, report.toString());
        }
    }

    @Test
    void largeRequestsHangInABlackHole() throws Exception {
        run("pmtu-black-hole", "").exitedWith(0);
    }

    @Test
    void withoutTheFaultNothingHangs() throws Exception {
        String output = run("pmtu-black-hole", "icmp[icmpcode] == 4").exitedWith(1).output();

        JsonNode report = new ObjectMapper().readTree(output);
        assertEquals(0, report.get("faults").get(0).get("matched").get(0).get("packets").asInt(), output);
        report.get("expectations").forEach(expectation -> assertEquals(
            !expectation.toString().contains("down-within") && !expectation.toString().contains("matched-at-least"),
            expectation.get("holds").asBoolean(), expectation.toString()));
    }

    /** @param spoilt what the fault is to match no longer */
    private Nofin.Result run(String name, String spoilt) throws IOException {
        String scenario = Files.readString(Path.of("..", "scenarios", name + ".yaml"));
        Path file = world.directory().resolve(name + ".yaml");
        Files.writeString(file, spoilt.isEmpty() ? scenario : scenario.replace(spoilt, "icmp[icmpcode] == 77"));
        return Nofin.run(world, "run", file.toString(), "--allow-exec", "--json");
    }
}
