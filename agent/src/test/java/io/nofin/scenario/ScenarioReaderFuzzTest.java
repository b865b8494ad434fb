package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is read or refused with problems: nothing else comes out of the reader. */
class ScenarioReaderFuzzTest {

    private static final long SEED = 20_240_607;
    private static final int FILES = 4_000;
    private static final List<String> PIECES = List.of(":", ": ", "- ", "{", "}", "[", "]", ",", "\n", "\t", "  ", "\"", "'", "|\n", ">",
        "&a ", "*a", "!!int ", "<<: ", "? ", "---\n", "...\n", "%", "#", "@", "~", "null", "99999999999999999999", "-1", "1e9", "0x",
        "\u0000", "\uD83D", "\u2028", "\\u0000", "10.0.0.0/0", "::", "0s", "h", "nofin: 1\n", "host: true");

    @Test
    void neverFailsOtherwiseThanWithProblems() throws Exception {
        List<String> files = new ArrayList<>();
        for (Path file : Corpus.good()) {
            files.add(Files.readString(file));
        }
        for (Path file : Corpus.bad()) {
            files.add(Files.readString(file));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < FILES; i++) {
            String mutated = mutated(files.get(random.nextInt(files.size())), random);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> readOrRefuse(mutated), () -> "seed=" + SEED + ", file: " + mutated);
        }
    }

    private static void readOrRefuse(String text) {
        try {
            new ScenarioReader(FilterCheck.NONE).read(text, "fuzzed.yaml");
        } catch (ScenarioException e) {
            assertFalse(e.problems().isEmpty());
            assertFalse(e.problems().stream().anyMatch(problem -> problem.toString().chars().anyMatch(c -> c < ' ')), e.getMessage());
        } catch (RuntimeException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(mutated.length() + 1);
            int end = Math.min(mutated.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutated.insert(at, mutated.substring(at, end));
                default -> mutated.replace(at, end, new String(bytes(end - at, random), StandardCharsets.ISO_8859_1));
            }
        }
        return mutated.toString();
    }

    private static byte[] bytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
