package io.nofin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README says which files somebody has to touch who adds something, and names an example. Each of these files knows the example, and
 * no other one names its type, but for a list of exceptions, each with its reason.
 */
class ToAddTest {

    private static final Path JAVA = Path.of("src/main/java/io/nofin");
    private static final Path RESOURCES = Path.of("src/main/resources/io/nofin");
    private static final Pattern SECTION = Pattern.compile("(?m)^To add (an?) ([^\\n]*):\\n\\n((?:\\|[^\\n]*\\n)+)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private static final Pattern NO_CODE = Pattern.compile("(?s)\"\"\".*?\"\"\"|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*");

    /** Files that name the type of an example, and are no part of adding another one. */
    private static final Map<String, String> BESIDES = Map.ofEntries(
        Map.entry("cli/PartitionCommand.java", "a name alone is a container's"), Map.entry("junit/FaultTarget.java", "a name alone is a container's"),
        Map.entry("junit/FaultBuilder.java", "a method for Java, beside with(\"...\")"), Map.entry("junit/LinkConditions.java", "a method for Java, beside with(\"...\")"),
        Map.entry("scenario/Shaping.java", "a method for Java, beside part(Class)"), Map.entry("scenario/ShapingBuilder.java", "a method for Java, beside with(ShapingPart)"),
        Map.entry("junit/TargetConverter.java", "a Path of Java's is a namespace"), Map.entry("junit/TestHost.java", "a host of a test has such a namespace"),
        Map.entry("doctor/Doctor.java", "counts the named namespaces of the host"), Map.entry("target/NamespaceScanner.java", "finds the named namespaces of the host"),
        Map.entry("lab/LabNetwork.java", "a host of a lab has such a namespace"), Map.entry("scenario/DockerReader.java", "its form has several shapes"),
        Map.entry("target/DockerWatch.java", "a class of its runtime's own"), Map.entry("inject/NetemKernel.java", "tries a defect of some kernels with that one effect"),
        Map.entry("witness/Escapes.java", "Linux tells nobody of that one effect where addresses are link-local"), Map.entry("scenario/PacketLength.java", "the value under the key"));

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
    void namesEveryFileThatKnowsTheTypeOfTheExample() throws IOException {
        Map<String, String> code = code();
        Set<String> others = new TreeSet<>();
        for (MatchResult section : sections()) {
            for (String example : quoted(section.group(2))) {
                Set<String> named = named(section.group(3), example);
                Pattern type = Pattern.compile("(?<![A-Za-z])" + (section.group(2).startsWith("command") ? example + "Command" : example) + "(?![A-Za-z])");
                code.forEach((file, text) -> {
                    if (!named.contains(file) && type.matcher(text).find()) {
                        others.add(file);
                    }
                });
            }
        }
        assertEquals(new TreeSet<>(BESIDES.keySet()), others);
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

    private static Set<String> named(String rows, String example) {
        return rows.lines().skip(2).flatMap(row -> quoted(row.split("\\|")[1]).stream()).map(file -> file.replace("<Name>", example)).collect(Collectors.toSet());
    }

    /** The production files without their comments and texts. */
    private static Map<String, String> code() throws IOException {
        try (Stream<Path> files = Files.walk(JAVA)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toMap(file -> JAVA.relativize(file).toString(),
                file -> NO_CODE.matcher(original(file)).replaceAll("")));
        }
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
        return original(file).toLowerCase(Locale.ROOT);
    }

    private static String original(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
