package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.KernelTest;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose audit is on a file system that is full. */
@KernelTest
class FullDiskTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CUT = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"1m\"}";
    private static final int MORE_THAN_FIT = 100;

    @TempDir
    private Path directory;

    @Test
    void changesNothingThatItCannotWriteDownAndLeavesNoHalfLine() throws IOException {
        try (World world = World.start(directory)) {
            world.connect("app", "db");
            world.sh("cd /; cd " + directory + "; mkdir small; mount -t tmpfs -o size=8k small $PWD/small; cd $PWD; touch small/audit audit.jsonl"
                + "; mount --bind $PWD/small/audit $PWD/audit.jsonl; head -c 4096 /dev/zero >small/rest");
            try (AgentProcess agent = AgentProcess.start(world)) {
                Http root = agent.http();
                Http.Reply last = root.ask("PUT", "/v1/faults/f0", CUT).is(201);
                int begun = 1;
                while (last.status() == 201 && begun < MORE_THAN_FIT) {
                    root.ask("POST", "/v1/heal", "{}");
                    last = root.ask("PUT", "/v1/faults/f" + begun++, CUT);
                }

                String error = last.is(503).json().get("error").asText();
                assertTrue(error.startsWith("nothing was changed, since the audit cannot be written: the audit "), error);
                root.get("/v1/faults/f" + (begun - 1)).is(404);

                world.sh("rm " + directory + "/small/rest");
                root.ask("PUT", "/v1/faults/again", CUT).is(201);
                List<JsonNode> lines = new ArrayList<>();
                for (String line : world.sh("cat " + directory + "/audit.jsonl").lines().toList()) {
                    lines.add(MAPPER.readTree(line));
                }
                assertEquals("PUT /v1/faults/again", lines.get(lines.size() - 1).get("action").asText());
                assertEquals("done", lines.get(lines.size() - 1).get("outcome").asText());
            }
        }
    }
}
