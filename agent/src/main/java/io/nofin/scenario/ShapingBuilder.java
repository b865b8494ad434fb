package io.nofin.scenario;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds a {@link Shaping}, from nothing or from another one. Not thread-safe. */
public final class ShapingBuilder {

    private final Map<ShapingKey, ShapingPart> parts = new EnumMap<>(ShapingKey.class);
    private OptionalInt limitPackets = OptionalInt.empty();
    private boolean ecn;
    private Engine engine = Engine.AUTO;

    /** Returns a builder that begins with another shaping. */
    public static ShapingBuilder of(Shaping shaping) {
        ShapingBuilder builder = new ShapingBuilder();
        shaping.parts().forEach(builder::with);
        builder.limitPackets = shaping.limitPackets();
        builder.ecn = shaping.ecn();
        builder.engine = shaping.engine();
        return builder;
    }

    /** Sets a part, which replaces that of the same key. */
    public ShapingBuilder with(ShapingPart part) {
        parts.put(ShapingKey.of(part), part);
        return this;
    }

    public ShapingBuilder delay(Delay value) {
        return with(value);
    }

    public ShapingBuilder loss(Loss value) {
        return with(value);
    }

    public ShapingBuilder duplicate(Duplicate value) {
        return with(value);
    }

    public ShapingBuilder corrupt(Corrupt value) {
        return with(value);
    }

    public ShapingBuilder reorder(Reorder value) {
        return with(value);
    }

    public ShapingBuilder rate(Rate value) {
        return with(value);
    }

    public ShapingBuilder slot(Slot value) {
        return with(value);
    }

    public ShapingBuilder limit(int packets) {
        limitPackets = OptionalInt.of(packets);
        return this;
    }

    public ShapingBuilder ecn(boolean value) {
        ecn = value;
        return this;
    }

    public ShapingBuilder engine(Engine value) {
        engine = value;
        return this;
    }

    Optional<ShapingPart> part(ShapingKey key) {
        return Optional.ofNullable(parts.get(key));
    }

    /** @throws io.nofin.unit.BadValueException when there are no parts, or they do not go together */
    public Shaping build() {
        return new Shaping(List.copyOf(parts.values()), limitPackets, ecn, engine);
    }
}
