package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {

    private static final String EXPECT = "# expect: ";

    @ParameterizedTest
    @MethodSource("io.nofin.scenario.Corpus#good")
    void goodFilesAreRead(Path file) throws Exception {
        Scenario scenario = new ScenarioReader(FilterCheck.NONE).read(file);

        assertFalse(scenario.faults().isEmpty());
        assertFalse(scenario.timeline().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.nofin.scenario.Corpus#bad")
    void badFilesAreRefusedWithEveryProblemAndNoOther(Path file) throws Exception {
        String expected = Files.readString(file).lines().filter(line -> line.startsWith(EXPECT))
            .map(line -> file + ":" + line.substring(EXPECT.length())).collect(Collectors.joining("\n"));

        InvalidDocumentException refused = assertThrows(InvalidDocumentException.class, () -> new ScenarioReader(FilterCheck.NONE).read(file));

        assertEquals(expected, refused.getMessage());
    }
}
