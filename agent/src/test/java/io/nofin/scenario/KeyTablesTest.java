package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the tables of keys in the documentation with the keys themselves. What a table has to be is in the message of the failure. */
class KeyTablesTest {

    private static final Path DOCUMENT = Path.of("docs/scenarios.md");

    enum Table {
        SCENARIO_SETTINGS(KeyTablesTest::withDefault, () -> FaultKeys.scenarioSettings()),
        TARGETS(key -> row("`" + key.word() + "`", value(key), key.meaning()), () -> FaultKeys.targets()),
        SELECTORS(KeyTablesTest::withDefault, () -> FaultKeys.selectors()),
        EFFECTS(key -> row("`" + key.word() + "`", value(key), key.meaning()), () -> FaultKeys.alone()),
        SHAPINGS(KeyTablesTest::part, () -> FaultKeys.shapings()),
        SHAPING_SETTINGS(KeyTablesTest::withDefault, () -> FaultKeys.shapingSettings()),
        SETTINGS(KeyTablesTest::withDefault, () -> FaultKeys.settings()),
        LENGTH(key -> row("`" + key.word() + "`", value(key), key.meaning()), () -> List.of(FaultKeys.length()));

        private final Function<KeyDescription, String> rows;
        private final Supplier<List<KeyDescription>> keys;

        Table(Function<KeyDescription, String> rows, Supplier<List<KeyDescription>> keys) {
            this.rows = rows;
            this.keys = keys;
        }

        String text() {
            return keys.get().stream().map(rows).collect(Collectors.joining("\n"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysInTheDocumentationWhatTheKeysSay(Table table) throws Exception {
        String name = table.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Matcher place = Pattern.compile("(?s)<!-- keys: " + name + " -->\n\n\\|[^\n]*\n\\|[^\n]*\n(.*?)\n\n").matcher(Files.readString(DOCUMENT));

        assertEquals(List.of(table.text()), place.results().map(found -> found.group(1)).toList(), name + " in " + DOCUMENT);
    }

    private static String withDefault(KeyDescription key) {
        return row("`" + key.word() + "`", value(key), key.meaning(), key.usual().orElse(""));
    }

    /** A row for the part itself, and one for each of its keys. */
    private static String part(KeyDescription part) {
        return Stream.concat(Stream.of(row("**`" + part.word() + "`**", "", part.meaning(), "")), within("", part)).collect(Collectors.joining("\n"));
    }

    private static Stream<String> within(String around, KeyDescription key) {
        return key.within().stream().flatMap(inner -> Stream.concat(
            Stream.of(row("`" + around + inner.word() + "`", value(inner), inner.meaning(), inner.usual().orElse(""))), within(around + inner.word() + ".", inner)));
    }

    private static String value(KeyDescription key) {
        return key.words().isEmpty() ? "`" + key.example() + "`" : key.words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private static String row(String... cells) {
        return Stream.of(cells).map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
