package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.ScenarioReader;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds README, the guides and the help to what the program does: commands that parse, scenarios that are valid, links that lead to something. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {2,4}(?:sudo )?(?:native-scripts/)?nofin ((?:[^#\n\\\\]|\\\\\n)+)");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]+]\\(([^)]+)\\)");

    @Test
    void everyCommandLineThatIsPrintedCanBeTyped() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path page : pages()) {
            for (String line : commands(Files.readString(page))) {
                seen++;
                refusal(line).ifPresent(why -> wrong.add(page.getFileName() + ": nofin " + line + ": " + why));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen >= 15, "command lines found: " + seen);
    }

    @Test
    void everyExampleOfTheHelpCanBeTyped() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (CommandLine command : Stream.concat(Stream.of(Main.commandLine()), Main.commandLine().getSubcommands().values().stream()).toList()) {
            for (String line : commands(command.getUsageMessage(CommandLine.Help.Ansi.OFF))) {
                seen++;
                refusal(line).ifPresent(why -> wrong.add(command.getCommandName() + ": nofin " + line + ": " + why));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen >= 12, "examples found: " + seen);
    }

    @Test
    void everyWholeScenarioThatIsPrintedIsValid() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path page : pages()) {
            for (String block : YAML.matcher(Files.readString(page)).results().map(found -> found.group(1)).toList()) {
                if (block.startsWith("nofin: 1") && !block.contains("\nagent:")) {
                    try {
                        new ScenarioReader(FilterCheck.NONE).read(block, page.getFileName().toString());
                    } catch (InvalidDocumentException e) {
                        wrong.add(e.problems().toString());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : LINK.matcher(Files.readString(page).replaceAll("(?s)```.*?```", "")).results().map(found -> found.group(1)).toList()) {
                if (!link.contains("://") && !leadsSomewhere(page, link)) {
                    wrong.add(page.getFileName() + ": " + link);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || headings(file).contains(parts[1]));
    }

    private static Set<String> headings(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')).collect(Collectors.toSet());
    }

    /** Returns what a shell would hand to nofin, without what stands behind a pipe. */
    private static List<String> commands(String text) {
        return COMMAND.matcher(text).results().map(DocumentsTest::line).filter(line -> !line.startsWith("COMMAND") && !line.startsWith("[")).toList();
    }

    private static String line(MatchResult found) {
        return found.group(1).replace("\\\n", " ").replaceFirst(" [|>;].*", "").replaceFirst(" 2?>>?.*", "").strip();
    }

    private static Optional<String> refusal(String line) {
        try {
            Main.commandLine().parseArgs(words(line));
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static String[] words(String line) {
        return Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(line).results()
            .map(word -> Arrays.stream(new int[] {1, 2, 3}).mapToObj(word::group).filter(Objects::nonNull).findFirst().orElse(""))
            .toArray(String[]::new);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> guides = Files.list(ROOT.resolve("agent/docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), guides.filter(file -> file.toString().endsWith(".md"))).sorted().toList();
        }
    }
}
