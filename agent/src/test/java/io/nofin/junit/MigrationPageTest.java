package io.nofin.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.ScenarioReader;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reader of scenarios takes what the migration page tells people to write. */
class MigrationPageTest {

    private static final Path PAGE = Path.of("docs/migration.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FAULT = Pattern.compile("(on|partition|filter|delay|loss|duplicate|corrupt|rate|reject|drop|peers|interface): .*");
    private static final Pattern EFFECT = Pattern.compile(".*\\b(delay|loss|duplicate|corrupt|rate|reject|drop|partition): .*");
    private static final List<String> TARGETS = List.of("app", "n1", "n2", "n3", "n4", "n5", "c1", "c2", "c3");

    @Test
    void everyFaultOnThePageIsOne() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> faults = faults();
        for (String fault : faults) {
            try {
                new ScenarioReader(FilterCheck.NONE).read(scenario(fault), "page");
            } catch (InvalidDocumentException e) {
                wrong.add(fault + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(faults.size() > 30, faults.toString());
    }

    /** Returns the faults that are written out in the page's column of scenarios. */
    private static List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            String[] cells = line.split(" \\| ");
            if (line.startsWith("|") && cells.length > 2) {
                Matcher code = CODE.matcher(cells[1]);
                Stream<String> written = code.results().map(found -> found.group(1)).filter(text -> !text.contains("..."));
                written.map(text -> text.replaceAll("^\\{ (.*) }$", "$1")).filter(text -> FAULT.matcher(text).matches()).forEach(faults::add);
            }
        }
        return faults;
    }

    private static String scenario(String fault) {
        String on = fault.startsWith("on: ") || fault.startsWith("partition: ") ? "" : "on: app, ";
        String effect = EFFECT.matcher(fault).matches() ? "" : ", drop: silent";
        StringBuilder targets = new StringBuilder();
        TARGETS.forEach(name -> targets.append("  ").append(name).append(": { netns: ").append(name).append(" }\n"));
        return "nofin: 1\ntargets:\n" + targets + "faults:\n  some: { " + on + fault + effect + " }\ntimeline: [{ inject: some, for: 1s }]\n";
    }
}
