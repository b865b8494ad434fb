package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nofin.config.HostConfigReader;
import io.nofin.testing.Fuzz;
import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All files are read, or refused with problems: nothing else comes out of the reader. */
@Tag("fuzz")
class ScenarioReaderFuzzTest {

    private static final int FILES = 4_000;
    private static final long MILLION_TURNS = 1L << 30;      // so many may a file stand for, and they are compared with each other
    private static final List<String> PIECES = List.of(":", ": ", "- ", "{", "}", "[", "]", ",", "\n", "\t", "  ", "\"", "'", "|\n", ">",
        "&a ", "*a", "!!int ", "<<: ", "? ", "---\n", "...\n", "%", "#", "@", "~", "null", "99999999999999999999", "-1", "1e9", "0x",
        "\u0000", "\uD83D", "\u2028", "\\u0000", "10.0.0.0/0", "::", "0s", "h", "nofin: 1\n", "host: true");
    private static final String CONFIGURATION = """
        nofin: 1
        max-duration: 2m
        max-targets: 3
        protect: { peers: [10.0.0.1, fd00::/64, gateway.example.org], ports: [22, 6000-6010] }
        opt-in-label: com.example.chaos=allowed
        """;

    @Test
    void scenariosAreReadOrRefused() throws Exception {
        List<String> files = new ArrayList<>();
        for (Path file : Corpus.good()) {
            files.add(Files.readString(file));
        }
        for (Path file : Corpus.bad()) {
            files.add(Files.readString(file));
        }
        Fuzz.of(FILES, InvalidDocumentException.class).allowing(MILLION_TURNS).texts(files, PIECES,
            text -> readOrRefuse(() -> new ScenarioReader(FilterCheck.NONE).read(text, "fuzzed.yaml")));
    }

    @Test
    void configurationsAreReadOrRefused() {
        Fuzz.of(FILES, InvalidDocumentException.class).texts(List.of(CONFIGURATION), PIECES,
            text -> readOrRefuse(() -> HostConfigReader.read(text, "fuzzed.yaml")));
    }

    /** Reads a document, and checks that a refusal has a reason, which does nothing to a terminal. */
    private static void readOrRefuse(Reading reading) throws InvalidDocumentException {
        try {
            reading.read();
        } catch (InvalidDocumentException e) {
            assertFalse(e.problems().isEmpty());
            assertFalse(e.problems().stream().anyMatch(problem -> problem.toString().chars().anyMatch(c -> c < ' ')), e.getMessage());
            throw e;
        }
    }

    private interface Reading {
        Object read() throws InvalidDocumentException;
    }
}
