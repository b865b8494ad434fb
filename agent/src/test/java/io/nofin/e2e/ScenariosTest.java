package io.nofin.e2e;

import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios as they are, all at once. */
@KernelTest
class ScenariosTest extends PublishedScenarios {

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        prepare(directory, UnaryOperator.identity());
        startAll();
    }
}
