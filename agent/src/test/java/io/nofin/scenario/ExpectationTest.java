package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {

    private static final Path EVERY_FORM = Corpus.RESOURCES.resolve("good").resolve("expectations.yaml");
    private static final Command LS = new Command(List.of("ls"));

    @Test
    void readsWhatItWrites() throws Exception {
        String text = Files.readString(EVERY_FORM);
        List<Expectation> expectations = read(text);
        StringBuilder written = new StringBuilder(text.substring(0, text.indexOf("expect:")) + "expect:\n");
        expectations.forEach(expectation -> written.append("  - ").append(expectation).append('\n'));

        assertEquals(text.lines().filter(line -> line.startsWith("  - {") && !line.contains("inject")).count(), expectations.size());
        assertEquals(expectations, read(written.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ fault: cut, silent: true }", "{ fault: cut, matched-at-least: 10 }", "{ fault: wifi, loss: 10%, within: 2.5% }",
        "{ fault: wifi, delay: 20ms }", "{ fault: wifi, rate: 1mbit, within: 5% }", "{ probe: session, down-within: 3s, of: cut }",
        "{ probe: session, up-within: 2s, after: cut }", "{ probe: session, stays-up: true }", "{ probe: session, failed-after: 5 }",
        "{ connection: session, outcome: given-up }", "{ exec: [ls, -l], on: app, status: 2, contains: x, timeout: 1s }",
        "{ metric: firing-took, below: 10ms }"})
    void isWrittenAsInAScenario(String expectation) throws Exception {
        assertEquals(List.of(expectation), expecting(expectation).stream().map(Expectation::toString).toList());
    }

    @Test
    void takesWhatIsLeftOutForTheUsual() throws Exception {
        assertEquals(expecting("{ exec: [ls], status: 0, timeout: 10s }"), expecting("{ exec: [ls] }"));
        assertEquals(List.of(new CommandExpectation(LS, Optional.empty(), 0, Optional.empty(), Duration.ofSeconds(10))),
            expecting("{ exec: [ls] }"));
    }

    @Test
    void takesALineForTheShell() throws Exception {
        assertEquals(expecting("{ exec: [/bin/sh, -c, \"ls | wc -l\"] }"), expecting("{ exec: \"ls | wc -l\" }"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"a b, \"a b\"", "``, \"\"", "null, \"null\"", "--x=1, --x=1", "it's, \"it's\"", "a:b, \"a:b\"",
        "#no, \"#no\"", "-, \"-\"", "a\"b\\c, \"a\\\"b\\\\c\"", "fd00::1, \"fd00::1\"", "/etc/hosts, /etc/hosts"})
    void quotesTextThatWouldMeanSomethingElse(String text, String quoted) {
        assertEquals(quoted, FlowScalar.of(text));
    }

    @Test
    void cannotExpectTheImpossible() {
        Duration none = Duration.ZERO;

        assertThrows(BadValueException.class, () -> new FaultExpectation.Matched("cut", 0));
        assertThrows(BadValueException.class, () -> new FaultExpectation.DelayWithin("cut", Duration.ofMillis(-1), Optional.empty()));
        assertThrows(BadValueException.class, () -> new ProbeExpectation.DownWithin("session", none, "cut"));
        assertThrows(BadValueException.class, () -> new ProbeExpectation.UpWithin("session", none, "cut"));
        assertThrows(BadValueException.class, () -> new ProbeExpectation.FailedAfter("session", 0));
        assertThrows(BadValueException.class, () -> new CommandExpectation(LS, Optional.empty(), -1, Optional.empty(), Duration.ofSeconds(1)));
        assertThrows(BadValueException.class, () -> new CommandExpectation(LS, Optional.empty(), 0, Optional.of(""), Duration.ofSeconds(1)));
        assertThrows(BadValueException.class, () -> new CommandExpectation(LS, Optional.empty(), 0, Optional.empty(), none));
        assertThrows(BadValueException.class, () -> new MetricExpectation(MetricExpectation.Metric.FIRING_SKEW, none));
    }

    @Test
    void readsEachNumberWithItsUnit() throws Exception {
        assertEquals(List.of(
            new FaultExpectation.LossWithin("wifi", Probability.percent(10), Optional.of(Probability.percent(2))),
            new FaultExpectation.DelayWithin("wifi", Durations.parse("20ms"), Optional.of(Durations.parse("1ms")))),
            expecting("{ fault: wifi, loss: 10%, within: 2% }", "{ fault: wifi, delay: 20ms, within: 1ms }"));
    }

    private static List<Expectation> expecting(String... expectations) throws InvalidDocumentException {
        return read("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { cut: { on: app, drop: silent }, wifi: { on: app, loss: 10%% } }
            timeline: [{ inject: [cut, wifi], for: 10s }]
            probes: { session: { from: app, hold: "redis:6379" } }
            expect: [%s]
            """.formatted(String.join(", ", expectations)));
    }

    private static List<Expectation> read(String text) throws InvalidDocumentException {
        return new ScenarioReader(FilterCheck.NONE).read(text, "file.yaml").expect();
    }
}
