package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published experiments pass, as people run them, and fail without their faults, which are in force for a millisecond then. The
 * longest, which mostly waits, runs beside the others.
 */
@KernelTest
@Timeout(300)
class ExperimentScenariosTest {

    private static final String LONGEST = "rabbitmq-silent-broker";
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    private static Path directory;
    @AutoClose
    private static World world;
    @AutoClose
    private static Runs longest;

    /** Two runs of one scenario, side by side: one with its faults, and one practically without, as they last a millisecond only. */
    private record Runs(Nofin with, Nofin without) implements AutoCloseable {

        static Runs start(String scenario) throws IOException {
            Path published = Published.SCENARIOS.resolve(scenario + ".yaml");
            Path without = directory.resolve(scenario + ".yaml");
            YAML.writeValue(without.toFile(), withoutFaults(YAML.readTree(published.toFile())));
            return new Runs(run(published, scenario + "-with"), run(without, scenario + "-without"));
        }

        private static Nofin run(Path scenario, String name) throws IOException {
            Path temporary = Files.createDirectory(directory.resolve(name));        // scenarios have files there
            return Nofin.start(world, List.of(), Map.of("TMPDIR", temporary.toString()), "run", "--allow-exec", scenario.toString());
        }

        private static JsonNode withoutFaults(JsonNode scenario) {
            scenario.get("faults").forEach(fault -> ((ObjectNode) fault).put("optional", true));
            scenario.get("timeline").forEach(step -> ((ObjectNode) step).put("for", "1ms"));
            return scenario;
        }

        @Override
        public void close() {
            try (with) {
                without.close();
            }
        }
    }

    @BeforeAll
    static void startTheLongest() throws IOException {
        world = World.start(directory);
        longest = Runs.start(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-cut-in-multi", "postgres-silent-primary", "etcd-watch-through-fault", "etcd-partitions", "mixed-dependencies", LONGEST})
    void passesWithItsFaultsAlone(String scenario) throws IOException {
        try (Runs runs = scenario.equals(LONGEST) ? longest : Runs.start(scenario)) {
            String with = runs.with.await().exitedWith(0).output();
            assertTrue(with.contains("\nPASSED"), with);
            String without = runs.without.await().exitedWith(1).output();
            assertTrue(without.contains("\nFAILS    { probe: "), without);
        }
    }
}
