package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the keys of a fault that make up one {@link Shaping}: its parts, and its settings. */
final class ShapingReader {

    /** The words of its settings, which only a shaping has. */
    static final List<String> SETTING_KEYS = Shaping.SETTINGS.stream().map(Key::word).toList();

    private ShapingReader() {
    }

    static Optional<Shaping> read(Fields fault) {
        ShapingBuilder builder = new ShapingBuilder();
        boolean isComplete = true;
        Value blamed = fault.owner();
        for (ShapingKey key : ShapingKey.values()) {
            Optional<Value> value = fault.get(key.word());
            Optional<? extends ShapingPart> part = value.flatMap(key::read);
            part.ifPresent(builder::with);
            isComplete &= value.isEmpty() || part.isPresent();
            blamed = value.orElse(blamed);
        }
        Value where = fault.get(ShapingKey.REORDER.word()).orElse(blamed);
        return settings(fault, isComplete ? where.attempt(() -> checked(builder.build())) : Optional.empty());
    }

    /** Reads each setting by itself, so that its problems have its position. */
    private static Optional<Shaping> settings(Fields fault, Optional<Shaping> effects) {
        Optional<Shaping> shaping = effects;
        for (Key<Shaping> key : Shaping.SETTINGS) {
            Optional<Value> value = fault.get(key.word());
            Optional<UnaryOperator<Shaping>> change = value.flatMap(key::read);
            Optional<Shaping> before = shaping;
            if (change.isPresent() && before.isPresent()) {
                shaping = value.get().attempt(() -> change.get().apply(before.get())).or(() -> before);
            }
        }
        return shaping;
    }

    /** Requires a delay for reordering, as tc does. Only a ramp may start or end without one. */
    private static Shaping checked(Shaping shaping) {
        if (shaping.reorder().isPresent() && shaping.delay().map(Delay::time).filter(Duration.ZERO::equals).isPresent()) {
            throw new BadValueException("reorder with a delay of 0s", "make the delay longer: reordered packets overtake those that it holds");
        }
        return shaping;
    }
}
