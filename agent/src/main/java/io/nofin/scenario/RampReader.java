package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What can change while a fault is in force, by its key: <code>ramp: { delay: [0ms, 500ms], loss: [0%, 10%], over: 10s }</code>. */
enum RampReader implements Keyword {
    DELAY(new ExpectedForm("two delays", "[0ms, 500ms]"), DelayReader::time,
        (shaping, time) -> shaping.delay(delay(shaping).withTime(time))),
    JITTER(new ExpectedForm("two durations", "[0ms, 50ms]"), DelayReader::jitter,
        (shaping, jitter) -> shaping.delay(delay(shaping).withJitter(jitter))),
    LOSS(new ExpectedForm("two percentages", "[0%, 10%]"), Value::percentage, RampReader::loss),
    DUPLICATE(new ExpectedForm("two percentages", "[0%, 10%]"), Value::percentage,
        (shaping, probability) -> shaping.duplicate(shaping.duplicate().orElse(Duplicate.of(probability)).withProbability(probability))),
    CORRUPT(new ExpectedForm("two percentages", "[0%, 1%]"), Value::percentage,
        (shaping, probability) -> shaping.corrupt(shaping.corrupt().orElse(Corrupt.of(probability)).withProbability(probability))),
    RATE(new ExpectedForm("two rates", "[10mbit, 128kbit]"), RateReader::bitRate,
        (shaping, rate) -> shaping.rate(shaping.rate().orElse(Rate.of(rate)).withRate(rate)));

    private static final List<String> CHANGING = Stream.of(values()).map(Keyword::word).toList();
    private static final List<String> KEYS = Stream.concat(CHANGING.stream(), Stream.of("over")).toList();
    private static final ExpectedForm RAMP = new ExpectedForm("a ramp", "{ delay: [0ms, 500ms], over: 10s }");

    private final ExpectedForm expectedForm;
    private final Function<Value, Optional<Change>> reader;

    private interface Change extends Function<ShapingBuilder, ShapingBuilder> {
    }

    /** Both ends of what changes. */
    private record Ends(Change from, Change to) {
    }

    <T> RampReader(ExpectedForm expectedForm, Function<Value, Optional<T>> reader, BiFunction<ShapingBuilder, T, ShapingBuilder> setter) {
        this.expectedForm = expectedForm;
        this.reader = value -> reader.apply(value).map(read -> shaping -> setter.apply(shaping, read));
    }

    /** @param fault the one that the step injects; empty where that is not known, which was reported */
    static Optional<Ramp> read(Value value, Optional<Fault> fault) {
        return value.fields(RAMP, KEYS).flatMap(fields -> {
            Optional<Duration> over = fields.require("over", "over: 10s").flatMap(
                time -> time.duration().flatMap(duration -> time.attempt(() -> Ramp.checkOver(duration))));
            Optional<List<Ends>> changes = changes(fields);
            return over.flatMap(time -> changes.flatMap(ends -> fault.flatMap(shaped -> value.attempt(
                () -> ramp(shaping(shaped), ends, time)))));
        });
    }

    private static Optional<List<Ends>> changes(Fields fields) {
        List<Value> changing = fields.atLeastOne("changing value", CHANGING);
        List<Ends> changes = new ArrayList<>();
        for (Value value : changing) {
            values()[CHANGING.indexOf(value.key())].ends(value).ifPresent(changes::add);
        }
        return changing.isEmpty() || changes.size() < changing.size() ? Optional.empty() : Optional.of(changes);
    }

    private Optional<Ends> ends(Value value) {
        List<Value> items = value.items(expectedForm);
        if (items.size() == 1 || items.size() > 2) {
            value.report("a ramp goes from one value to another", expectedForm.remedy());
        }
        List<Optional<Change>> changes = items.stream().map(reader).toList();
        return changes.size() == 2
            ? changes.get(0).flatMap(from -> changes.get(1).map(to -> new Ends(from, to)))
            : Optional.empty();
    }

    private static Shaping shaping(Fault fault) {
        return fault.shaping().orElseThrow(() -> new BadValueException("the fault has nothing that could change",
            "inject one with " + String.join(", ", ShapingReader.EFFECT_KEYS)));
    }

    private static Ramp ramp(Shaping shaping, List<Ends> changes, Duration over) {
        ShapingBuilder from = ShapingBuilder.of(shaping);
        ShapingBuilder to = ShapingBuilder.of(shaping);
        for (Ends ends : changes) {
            ends.from().apply(from);
            ends.to().apply(to);
        }
        return new Ramp(from.build(), to.build(), over);
    }

    private static Delay delay(ShapingBuilder shaping) {
        return shaping.delay().orElse(Delay.of(Duration.ZERO));
    }

    private static ShapingBuilder loss(ShapingBuilder shaping, Probability probability) {
        Loss loss = shaping.loss().orElse(Loss.Random.of(probability));
        if (loss instanceof Loss.Random random) {
            return shaping.loss(random.withProbability(probability));
        }
        throw new BadValueException("loss: " + loss + " has no probability that could change",
            "ramp something else, or write loss: 0%");
    }
}
