package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A made-up report, and what is said when single things of it are otherwise. */
class ComparisonTest {

    @TempDir
    private Path directory;

    private String report;

    @BeforeEach
    void writeReport() {
        report = JsonReport.of(FullRun.result());
    }

    @Test
    void findsNothingBetweenARunAndItself() throws IOException {
        Comparison comparison = compare(report, report);

        assertFalse(comparison.isWorse());
        assertEquals("SAME: 16 things are the same within noise\n", comparison.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'verdict' : 'yes',                    | 'verdict' : 'no',                    | worse   | expected { fault: cut, silent: true } | yes | no",
        "'verdict' : 'yes',                    | 'verdict' : 'unknown',               | worse   | expected { fault: cut, silent: true } | yes | unknown",
        "'verdict' : 'unknown',                | 'verdict' : 'yes',                   | better  | expected { fault: cut, matched-at-least: 99 } | unknown | yes",
        "'packets' : 20,                       | 'packets' : 70,                      | changed | fault cut matched | 20 packets | 70 packets",
        "'down-after-beginning' : 0.2,         | 'down-after-beginning' : 2.0,        | worse   | probe db: down after cut began | 200 ms | 2.00 s",
        "'up-after-heal' : 0.6,                | 'up-after-heal' : null,              | worse   | probe db: up after cut healed | 600 ms | never",
        "'failed-after-beginning' : 5.0,       | 'failed-after-beginning' : null,     | better  | probe db: failed after cut began | 5.00 s | never",
        "'ended-established' : true,           | 'ended-established' : false,         | worse   | connection app-to-db is established at the end | yes | no",
        "'first-answer-after-heal' : 0.4,      | 'first-answer-after-heal' : 4.0,     | worse   | connection app-to-db: data after cut healed | 400 ms | 4.00 s",
        "'arming-took' : 0.06,                 | 'arming-took' : 0.6,                 | worse   | arming took | 60.0 ms | 600 ms"})
    void saysWhatIsDifferent(String was, String is, String change, String what, String before, String after) throws IOException {
        Comparison comparison = compare(report, report.replaceFirst(quoted(was), quoted(is)));

        assertTrue(comparison.text().lines().anyMatch(line -> line.replaceAll(" +", " ").equals(change + " " + what + " " + before + " " + after)),
            comparison.text());
        assertEquals(change.equals("worse"), comparison.isWorse());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'packets' : 20,               | 'packets' : 30,",
        "'down-after-beginning' : 0.2, | 'down-after-beginning' : 0.3,",
        "'took' : 4.0E-5,              | 'took' : 4.0E-3,",
        "'median' : 0.001,             | 'median' : 0.002,"})
    void bearsNoise(String was, String is) throws IOException {
        assertEquals("SAME: 16 things are the same within noise\n", compare(report, report.replaceFirst(quoted(was), quoted(is))).text());
    }

    @Test
    void comparesWhatIsThereInBoth() throws IOException {
        Comparison comparison = compare(report, JsonReport.of(Samples.judged()));

        assertTrue(comparison.text().startsWith("note: not the same scenario: "), comparison.text());
        assertTrue(comparison.text().contains("probe db is up at the end"), comparison.text());
        assertTrue(comparison.text().contains("not there"), comparison.text());
    }

    @Test
    void isDataToo() throws IOException {
        assertEquals("""
            {
              "worse" : true,
              "differences" : [ {
                "change" : "worse",
                "what" : "arming took",
                "before" : "60.0 ms",
                "after" : "6.00 s"
              } ],
              "same" : 15,
              "notes" : [ ]
            }
            """, compare(report, report.replace("\"arming-took\" : 0.06", "\"arming-took\" : 6")).json());
    }

    @Test
    void refusesWhatIsNoReport() throws IOException {
        refuses("{}", "not a report of nofin: FILE: name a report.json of 'nofin run --report', or its folder");
        refuses("{", "FILE is not JSON: ");
        refuses("[]", "not a report of nofin: FILE");
        refuses("{\"nofin-report\": 2}", "FILE is a report of version 2, and this nofin reads version 1: compare it with the nofin that wrote it");
        refuses("{\"nofin-report\": 1}", "FILE is a report with a part missing: ");
        refuses(report.replace("\"took-effect\"", "\"tookeffect\""), "FILE is a report with a part missing: ");
        assertTrue(assertThrows(BadValueException.class, () -> ReportFile.read(directory)).getMessage().startsWith(
            directory + "/report.json cannot be read: name "));
    }

    private void refuses(String text, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("bad"), text);
        String said = assertThrows(BadValueException.class, () -> ReportFile.read(file)).getMessage();

        assertTrue(said.replace(file.toString(), "FILE").startsWith(message), said);
    }

    private Comparison compare(String before, String after) throws IOException {
        return Comparison.of(read("before", before), read("after", after));
    }

    private ReportFile read(String name, String report) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        Files.writeString(folder.resolve("report.json"), report);
        return ReportFile.read(folder);
    }

    private static String quoted(String text) {
        return text.strip().replace('\'', '"');
    }
}
