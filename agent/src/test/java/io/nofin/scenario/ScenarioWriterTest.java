package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Fuzz;
import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioWriterTest {

    private static final int FILES = 4_000;
    private static final int ENOUGH = 100;
    private static final long MILLION_TURNS = 1L << 30;
    private static final List<String> PIECES = List.of("1", "0", "a", "null", "-", "~", "'", "\\n", "\\u2028", "\\x85", "\u00e4", "\uD83D\uDE00",
        "ms", "s", "%", "_", "#", "x: 1, ", "{}", "on: app, ", "delay: 3ms, ", "loss: 7%, ", "ports: 7, ");

    @ParameterizedTest
    @MethodSource("io.nofin.scenario.Corpus#good")
    void whatIsWrittenIsReadAsTheSameScenario(Path file) throws Exception {
        assertRoundTrip(read(Files.readString(file)));
    }

    @Test
    @Tag("fuzz")
    void soIsWhatEditsMakeOfScenarios() throws Exception {
        List<String> files = new ArrayList<>();
        for (Path file : Corpus.good()) {
            files.add(Files.readString(file));
        }
        AtomicInteger written = new AtomicInteger();
        Fuzz.of(FILES, InvalidDocumentException.class).allowing(MILLION_TURNS).texts(files, PIECES, text -> {
            Scenario scenario = read(text);
            assertRoundTrip(scenario);
            written.incrementAndGet();
        });
        assertTrue(written.get() >= ENOUGH, () -> written + " of the texts were scenarios");
    }

    /**
     * Every part of the model takes several values in the files, so that the files above cannot come back the same just by being all the
     * same.
     */
    @Test
    void everyPartOfTheModelTakesSeveralValuesInTheFiles() throws Exception {
        Map<String, Set<Object>> values = new TreeMap<>();
        for (Path file : Corpus.good()) {
            collect(read(Files.readString(file)), values);
        }
        Set<String> constant = new TreeSet<>();
        values.forEach((part, taken) -> {
            if (taken.size() < 2) {
                constant.add(part);
            }
        });
        assertEquals(Set.of(), constant);
    }

    @Test
    void isWrittenAsAPersonWould() throws Exception {
        String yaml = """
            nofin: 1
            name: redis-cut
            description: "The cable goes: silently\\nand comes back."
            seed: 7
            targets:
              app: { docker: app }
              redis: { docker: { label: "com.example.role=redis cache" } }
            lab: { hosts: { client: {}, server: { run: [sleep, "#1"], echo: 7 } } }
            faults:
              cut: { on: [app], peers: [redis, 10.0.0.0/8, "fd00::1"], ports: [6379, 7000-7010], protocol: tcp, drop: silent }
              slow: { on: [app], delay: { time: 100ms, jitter: 20ms }, loss: 2%, rate: 10mbit, optional: true }
              split: { partition: [[app], [redis]], drop-nothing: true }
            timeline:
              - { at: 2s, inject: [cut, split], for: 10s }
              - { at: 15s, inject: [slow], for: 5s, repeat: { every: 5s, times: 4 } }
            probes:
              pool: { from: app, tcp: "redis:6379", every: 200ms, timeout: 1s, retry: { interval: 200ms, attempts: 10 } }
            expect:
              - { fault: cut, silent: true }
              - { exec: [redis-cli, ping], contains: PONG }
            witness: true
            """.replace(", drop-nothing: true", "");

        assertEquals(yaml, ScenarioWriter.write(read(yaml)));
    }

    @Test
    void refusesWhatTheFormatHasNoWordsFor() {
        Scenario scenario = new Scenario("odd", "", OptionalLong.empty(), false, Map.of("app", new TargetSpec.Lab("app")), Map.of(),
            Map.of(), List.of(), Map.of());

        assertEquals("a lab host stands under lab: target=lab:app",
            assertThrows(IllegalArgumentException.class, () -> ScenarioWriter.write(scenario)).getMessage());
    }

    private static void assertRoundTrip(Scenario scenario) throws InvalidDocumentException {
        String yaml = ScenarioWriter.write(scenario);
        assertEquals(scenario, read(yaml), yaml);
    }

    private static Scenario read(String yaml) throws InvalidDocumentException {
        return new ScenarioReader(FilterCheck.NONE).read(yaml, "written.yaml");
    }

    /** The values of each component of each record that is part of a scenario. */
    private static void collect(Object part, Map<String, Set<Object>> values) throws ReflectiveOperationException {
        if (part instanceof Optional<?> optional && optional.isPresent()) {
            collect(optional.get(), values);
        } else if (part instanceof Map<?, ?> map) {
            collect(List.copyOf(map.values()), values);
        } else if (part instanceof List<?> list) {
            for (Object item : list) {
                collect(item, values);
            }
        } else if (part instanceof Record && part.getClass().getPackage().equals(Scenario.class.getPackage())) {
            for (var component : part.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(part);
                values.computeIfAbsent(part.getClass().getSimpleName() + "." + component.getName(), any -> new HashSet<>()).add(value);
                collect(value, values);
            }
        }
    }
}
