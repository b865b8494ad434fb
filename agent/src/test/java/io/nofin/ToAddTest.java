package io.nofin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says which files somebody has to touch who adds something, and names an example. Each file knows the example, or it need not be touched. */
class ToAddTest {

    private static final Path JAVA = Path.of("src/main/java/io/nofin");
    private static final Path RESOURCES = Path.of("src/main/resources/io/nofin");
    private static final Pattern SECTION = Pattern.compile("(?m)^To add (an?) ([^\\n]*):\\n\\n((?:\\|[^\\n]*\\n)+)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void namesFilesThatExistAndKnowTheExample() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (MatchResult section : sections()) {
            List<String> examples = quoted(section.group(2));
            for (String row : section.group(3).lines().skip(2).toList()) {
                for (String file : quoted(row.split("\\|")[1])) {
                    if (examples.stream().noneMatch(example -> knows(file.replace("<Name>", example), example))) {
                        wrong.add(file + " is not there, or knows nothing of " + examples);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void coversWhatPeopleAdd() throws IOException {
        List<String> things = sections().stream().map(section -> section.group(2).split(",")[0]).toList();

        assertEquals(List.of("kind of target", "effect that stands alone", "part of shaping", "selector key", "probe", "expectation of a fault", "command"), things);
        sections().forEach(section -> assertTrue(!quoted(section.group(2)).isEmpty(), section.group(2) + " has no example"));
    }

    private static List<MatchResult> sections() throws IOException {
        return SECTION.matcher(Files.readString(Path.of("../README.md"))).results().toList();
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static boolean knows(String file, String example) {
        Optional<Path> found = Stream.of(JAVA, RESOURCES).map(root -> root.resolve(file)).filter(Files::exists).findFirst();
        return found.isPresent() && text(found.get()).contains(plain(example));
    }

    /** Words in whatever way they are written: {@code RateWithin} is known by its first one, in a schema as well. */
    private static String plain(String example) {
        return example.replaceAll("(?<=[a-z])[A-Z].*", "").toLowerCase(Locale.ROOT);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
