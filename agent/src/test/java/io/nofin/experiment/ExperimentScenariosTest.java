package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published experiments pass, as people run them. The longest, which mostly waits, runs beside the others. */
@KernelTest
@Timeout(180)
class ExperimentScenariosTest {

    private static final String LONGEST = "rabbitmq-silent-broker";

    @AutoClose
    private static World world;
    @AutoClose
    private static Nofin longest;

    @BeforeAll
    static void startTheLongest(@TempDir Path directory) throws IOException {
        world = World.start(directory);
        longest = started(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-cut-in-multi", "postgres-silent-primary", "etcd-watch-through-fault", "etcd-partitions", "mixed-dependencies", LONGEST})
    void passes(String scenario) throws IOException {
        try (Nofin nofin = scenario.equals(LONGEST) ? longest : started(scenario)) {
            String report = nofin.await().exitedWith(0).output();
            assertTrue(report.contains("\nPASSED"), report);
        }
    }

    private static Nofin started(String scenario) throws IOException {
        return Nofin.start(world, List.of(), java.util.Map.of(), "run", "--allow-exec",
            Published.SCENARIOS.resolve(scenario + ".yaml").toString());
    }
}
