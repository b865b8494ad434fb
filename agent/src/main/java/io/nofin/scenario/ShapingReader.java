package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The effects that fold into one {@link Shaping}, and its settings, by their keys. A new one is a constant here, a component of
 * {@link Shaping} and {@link ShapingBuilder}, and a line in the schema.
 */
enum ShapingReader implements Keyword {
    DELAY(DelayReader::read, ShapingBuilder::delay),
    LOSS(LossReader::read, ShapingBuilder::loss),
    DUPLICATE(DuplicateReader::read, ShapingBuilder::duplicate),
    CORRUPT(CorruptReader::read, ShapingBuilder::corrupt),
    REORDER(ReorderReader::read, ShapingBuilder::reorder),
    RATE(RateReader::read, ShapingBuilder::rate),
    SLOT(SlotReader::read, ShapingBuilder::slot),
    LIMIT(ShapingReader::limit, ShapingBuilder::limit),
    ECN(Value::bool, ShapingBuilder::ecn),
    ENGINE(value -> value.keyword(Engine.values()), ShapingBuilder::engine);

    private static final List<ShapingReader> SETTINGS = List.of(LIMIT, ECN, ENGINE);

    /** What makes a fault a shaping. */
    static final List<String> EFFECT_KEYS = Stream.of(values()).filter(key -> !SETTINGS.contains(key)).map(Keyword::word).toList();
    /** What only a shaping has. */
    static final List<String> SETTING_KEYS = SETTINGS.stream().map(Keyword::word).toList();

    private static final ExpectedForm LIMIT_FORM = new ExpectedForm("a number of packets", "1000");

    private final Function<Value, Optional<Change>> reader;

    private interface Change extends Function<ShapingBuilder, ShapingBuilder> {
    }

    <T> ShapingReader(Function<Value, Optional<? extends T>> reader, BiFunction<ShapingBuilder, T, ShapingBuilder> setter) {
        this.reader = value -> reader.apply(value).map(read -> builder -> setter.apply(builder, read));
    }

    static Optional<Shaping> read(Fields fault) {
        ShapingBuilder builder = new ShapingBuilder();
        boolean isComplete = true;
        Value blamed = fault.owner();
        for (String key : EFFECT_KEYS) {
            Optional<Value> value = fault.get(key);
            Optional<Change> change = value.flatMap(of(key).reader);
            change.ifPresent(effect -> effect.apply(builder));
            isComplete &= value.isEmpty() || change.isPresent();
            blamed = value.orElse(blamed);
        }
        Value where = fault.get(REORDER.word()).orElse(blamed);
        return settings(fault, isComplete ? where.attempt(() -> checked(builder.build())) : Optional.empty());
    }

    /** Each setting by itself, so that what is wrong with it is told where it stands. */
    private static Optional<Shaping> settings(Fields fault, Optional<Shaping> effects) {
        Optional<Shaping> shaping = effects;
        for (String key : SETTING_KEYS) {
            Optional<Value> value = fault.get(key);
            Optional<Change> change = value.flatMap(of(key).reader);
            Optional<Shaping> before = shaping;
            if (change.isPresent() && before.isPresent()) {
                shaping = value.get().attempt(() -> change.get().apply(ShapingBuilder.of(before.get())).build()).or(() -> before);
            }
        }
        return shaping;
    }

    /** A ramp may start or end without a delay, but the fault has to have one for packets to get past; so does tc have it. */
    private static Shaping checked(Shaping shaping) {
        if (shaping.reorder().isPresent() && shaping.delay().map(Delay::time).filter(Duration.ZERO::equals).isPresent()) {
            throw new BadValueException("reorder with a delay of 0s", "make the delay longer: it is what some packets get past");
        }
        return shaping;
    }

    private static ShapingReader of(String key) {
        return Stream.of(values()).filter(one -> one.word().equals(key)).findFirst().orElseThrow();
    }

    private static Optional<Integer> limit(Value value) {
        return value.integer(LIMIT_FORM, Integer::valueOf).flatMap(packets -> value.attempt(() -> Shaping.checkLimit(packets)));
    }
}
