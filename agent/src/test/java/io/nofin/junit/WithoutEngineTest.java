package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class WithoutEngineTest {

    private static final Path EXTENSION = Path.of("junit/target");

    @Test
    void theExtensionAloneAsksForAnAgent(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");

        int status = JUnitProcess.run(JUnitProcess.command(classPath(), Samples.Alone.class), output, Map.of("NOFIN_SOCKET", "/nonexistent/agent.sock"));

        String said = Files.readString(output);
        assertEquals(1, status, said);
        assertTrue(said.contains("nofin cannot work here: no agent listens at /nonexistent/agent.sock"), said);
        assertTrue(said.contains("nofin-agent is not on the class path of this JVM"), said);
    }

    /** Returns the class path of somebody who depends on {@code nofin-junit} and on JUnit, with the tests of this project. */
    private static String classPath() throws Exception {
        Stream<String> junit = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*/(junit-[^/]*|opentest4j[^/]*|apiguardian[^/]*|jspecify[^/]*|picocli[^/]*)\\.jar"));
        return Stream.of(Stream.of(EXTENSION.resolve("classes").toString(), Files.readString(EXTENSION.resolve("class-path")).strip(), "target/test-classes"),
            junit).flatMap(part -> part).collect(Collectors.joining(File.pathSeparator));
    }
}
