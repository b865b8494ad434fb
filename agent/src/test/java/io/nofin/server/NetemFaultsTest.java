package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NetemTest;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults by hand that netem shapes: a device has one nofin's netem at a time. */
@NetemTest
@Timeout(240)
class NetemFaultsTest {

    private static final String SLOW = "{\"on\": [\"netns:app\"], \"peers\": [\"10.99.0.2\"], \"direction\": \"out\", \"engine\": \"netem\", %s, \"for\": \"1m\"}";
    private static final String DELAY = "\"delay\": \"20ms\"";

    private World world;
    private AgentProcess agent;
    private Http root;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        agent = AgentProcess.start(world);
        root = agent.http();
    }

    @AfterEach
    void stop() throws IOException {
        try {
            agent.process().signal("TERM").await().exitedWith(0);
        } finally {
            agent.close();
            world.close();
        }
    }

    @Test
    void aSecondFaultOnTheDeviceIsWrongInputThatSaysWhatToDo() throws Exception {
        root.ask("PUT", "/v1/faults/slow", SLOW.formatted(DELAY)).is(201);
        for (String other : List.of("other", "slow")) {
            String refused = root.ask("PUT", "/v1/faults/" + other, SLOW.formatted("\"loss\": \"5%\"")).is(422).body();
            assertTrue(refused.contains("another fault of nofin's has netem on eth0") && refused.contains("engine: queue"), refused);
        }
        assertTrue(root.get("/v1/faults/slow").is(200).json().get("firing").asBoolean());
        root.ask("DELETE", "/v1/faults/slow", "").is(200);
    }
}
