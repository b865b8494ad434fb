package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapingReaderTest {

    private static final Path EVERY_FORM = Corpus.RESOURCES.resolve("good").resolve("shaping.yaml");

    @Test
    void foldsTheEffectsOfAFaultIntoOne() throws Exception {
        assertEquals(new Shaping(List.of(
            new Delay(duration("100ms"), duration("20ms"), percent(25), Distribution.PARETONORMAL),
            new Loss.GilbertElliott(percent(1), percent(10), percent(70), percent(0.1)),
            new Duplicate(percent(1), percent(2)),
            new Corrupt(percent(3), percent(4), true),
            new Reorder(percent(5), percent(6), 7),
            new Rate(BitRate.parse("1mbit"), Optional.of(new ByteCount(16_384)), 14, 48, 5),
            new Slot.Between(duration("800us"), duration("1ms"), 10, 1_500)),
            OptionalInt.of(2_000), true, Engine.QUEUE), shaping("""
                delay: { time: 100ms, jitter: 20ms, correlation: 25%, distribution: paretonormal },
                loss: { gilbert-elliott: { p: 1%, r: 10%, 1-h: 70%, 1-k: 0.1% } },
                duplicate: { probability: 1%, correlation: 2% },
                corrupt: { probability: 3%, correlation: 4%, checksum: fix },
                reorder: { probability: 5%, correlation: 6%, gap: 7 },
                rate: { rate: 1mbit, burst: 16kb, overhead: 14, cell-size: 48, cell-overhead: 5 },
                slot: { min-delay: 800us, max-delay: 1ms, packets: 10, bytes: 1500 },
                limit: 2000, ecn: true, engine: queue"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "delay: 100ms | delay: { time: 100ms, jitter: 0s, correlation: 0%, distribution: uniform }",
        "loss: 5% | loss: { probability: 5%, correlation: 0% }",
        "loss: { gilbert-elliott: { p: 1% } } | loss: { gilbert-elliott: { p: 1%, r: 99%, 1-h: 100%, 1-k: 0% } }",
        "loss: { markov: { p13: 1% } } | loss: { markov: { p13: 1%, p31: 99%, p32: 0%, p23: 100%, p14: 0% } }",
        "loss: { packets: 3 } | loss: { packets: [3] }",
        "loss: { probability: 50%, burst: 4 } | loss: { gilbert-elliott: { p: 25%, r: 25%, 1-h: 100%, 1-k: 0% } }",
        "duplicate: 1% | duplicate: { probability: 1%, correlation: 0% }",
        "corrupt: 0.1% | corrupt: { probability: 0.1%, correlation: 0%, checksum: keep }",
        "delay: 1ms, reorder: 25% | delay: 1ms, reorder: { probability: 25%, correlation: 0%, gap: 1 }",
        "rate: 10mbit | rate: { rate: 10mbit, overhead: 0, cell-size: 0, cell-overhead: 0 }",
        "slot: 1ms | slot: { min-delay: 1ms, max-delay: 1ms, packets: 0 }",
        "delay: 1ms | delay: 1ms, engine: auto, ecn: false"})
    void takesShortAndLongFormsForTheSame(String shortForm, String longForm) throws Exception {
        assertEquals(shaping(longForm), shaping(shortForm));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        Scenario scenario = new ScenarioReader(FilterCheck.NONE).read(EVERY_FORM);
        List<Effect> effects = scenario.faults().values().stream().map(fault -> ((Fault.OnTargets) fault).effect()).toList();

        assertFalse(effects.isEmpty());
        for (Effect effect : effects) {
            assertEquals(effect, shaping(effect.toString()));
        }
    }

    @Test
    void givesAFaultTheComponentsThatItsRampHas() throws Exception {
        Ramp ramp = ramp("loss: 2%", "{ delay: [0ms, 500ms], jitter: [1ms, 2ms], loss: [0%, 10%], rate: [2mbit, 1mbit], duplicate: [1%, 2%], "
            + "corrupt: [3%, 4%], over: 10s }");

        assertEquals("delay: { time: 0s, jitter: 1ms }, loss: 0%, duplicate: 1%, corrupt: 3%, rate: 2mbit, limit: 1000",
            ramp.from().toString());
        assertEquals("delay: { time: 500ms, jitter: 2ms }, loss: 10%, duplicate: 2%, corrupt: 4%, rate: 1mbit, limit: 1000",
            ramp.to().toString());
        assertEquals(Duration.ofSeconds(10), ramp.over());
    }

    @Test
    void leavesWhatARampDoesNotNameAsItIs() throws Exception {
        Ramp ramp = ramp("delay: { time: 50ms, jitter: 10ms, distribution: normal }, loss: { every: 10 }", "{ delay: [0ms, 100ms], over: 1s }");

        assertEquals(List.of("{ time: 0s, jitter: 10ms, distribution: normal }", "{ time: 100ms, jitter: 10ms, distribution: normal }"),
            Stream.of(ramp.from(), ramp.to()).map(end -> end.delay().orElseThrow().toString()).toList());
        assertEquals(Optional.of(new Loss.Every(10)), ramp.at(Duration.ofMillis(500)).loss());
    }

    private static Shaping shaping(String effects) throws InvalidDocumentException {
        return (Shaping) ((Fault.OnTargets) read(effects, "").faults().get("slow")).effect();
    }

    private static Ramp ramp(String effects, String ramp) throws InvalidDocumentException {
        return read(effects, ", ramp: " + ramp).timeline().get(0).ramp().orElseThrow();
    }

    private static Scenario read(String effects, String ramp) throws InvalidDocumentException {
        return new ScenarioReader(FilterCheck.NONE).read("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, %s } }
            timeline: [{ inject: slow, for: 10s%s }]
            """.formatted(effects, ramp), "file.yaml");
    }

    private static Duration duration(String text) {
        return Durations.parse(text);
    }

    private static Probability percent(double percent) {
        return Probability.percent(percent);
    }
}
