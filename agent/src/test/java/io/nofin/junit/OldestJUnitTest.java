package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
@Timeout(240)
class OldestJUnitTest {

    /** Put there by the build. */
    private static final Path JUNIT_5_10 = Path.of("target/oldest-junit.jar");

    @Test
    void theExtensionWorksWithJUnit510(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");

        int status = JUnitProcess.run(JUnitProcess.command(JUnitProcess.withJUnit(JUNIT_5_10), Samples.Alone.class), output, Map.of());

        String said = Files.readString(output);
        assertEquals(1, status, said);
        assertTrue(said.contains("cutsInALabOfItsOwn(Nofin) [OK]") && said.contains("failsForItsFaultMetNothing(Nofin) [X] fault 'drop'"), said);
        assertTrue(said.contains("1 tests successful") && said.contains("1 tests failed"), said);
    }
}
