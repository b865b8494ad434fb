package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.testing.NetemTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same on a kernel that has sch_netem, which cannot be seeded before Linux 6.6: without the seeds, it shapes what goes out. One
 * after the other: there is one processor.
 */
@NetemTest
class NetemScenariosTest extends PublishedScenarios {

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        prepare(directory, text -> text.replaceAll("(?m)^seed: .*$", ""));
    }

    @Test
    void netemShapesWhatGoesOut() throws Exception {
        for (String scenario : new String[] {"slow-link", "ramp-to-timeout"}) {
            JsonNode out = report(scenario).get("faults").get(0).get("matched").get(0);
            assertEquals("netem", out.get("shaped").get("engine").asText(), scenario + ": " + out);
        }
    }
}
