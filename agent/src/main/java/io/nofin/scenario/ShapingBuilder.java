package io.nofin.scenario;

import java.util.Optional;
import java.util.OptionalInt;

/** Puts a {@link Shaping} together, from nothing or from another one. Not thread-safe. */
public final class ShapingBuilder {

    private Optional<Delay> delay = Optional.empty();
    private Optional<Loss> loss = Optional.empty();
    private Optional<Duplicate> duplicate = Optional.empty();
    private Optional<Corrupt> corrupt = Optional.empty();
    private Optional<Reorder> reorder = Optional.empty();
    private Optional<Rate> rate = Optional.empty();
    private OptionalInt limitPackets = OptionalInt.empty();
    private boolean ecn;
    private Optional<Slot> slot = Optional.empty();
    private Engine engine = Engine.AUTO;

    public static ShapingBuilder of(Shaping shaping) {
        ShapingBuilder builder = new ShapingBuilder();
        builder.delay = shaping.delay();
        builder.loss = shaping.loss();
        builder.duplicate = shaping.duplicate();
        builder.corrupt = shaping.corrupt();
        builder.reorder = shaping.reorder();
        builder.rate = shaping.rate();
        builder.limitPackets = shaping.limitPackets();
        builder.ecn = shaping.ecn();
        builder.slot = shaping.slot();
        builder.engine = shaping.engine();
        return builder;
    }

    public ShapingBuilder delay(Delay value) {
        delay = Optional.of(value);
        return this;
    }

    public ShapingBuilder loss(Loss value) {
        loss = Optional.of(value);
        return this;
    }

    public ShapingBuilder duplicate(Duplicate value) {
        duplicate = Optional.of(value);
        return this;
    }

    public ShapingBuilder corrupt(Corrupt value) {
        corrupt = Optional.of(value);
        return this;
    }

    public ShapingBuilder reorder(Reorder value) {
        reorder = Optional.of(value);
        return this;
    }

    public ShapingBuilder rate(Rate value) {
        rate = Optional.of(value);
        return this;
    }

    public ShapingBuilder limit(int packets) {
        limitPackets = OptionalInt.of(packets);
        return this;
    }

    public ShapingBuilder ecn(boolean value) {
        ecn = value;
        return this;
    }

    public ShapingBuilder slot(Slot value) {
        slot = Optional.of(value);
        return this;
    }

    public ShapingBuilder engine(Engine value) {
        engine = value;
        return this;
    }

    Optional<Delay> delay() {
        return delay;
    }

    Optional<Loss> loss() {
        return loss;
    }

    Optional<Duplicate> duplicate() {
        return duplicate;
    }

    Optional<Corrupt> corrupt() {
        return corrupt;
    }

    Optional<Rate> rate() {
        return rate;
    }

    /** @throws io.nofin.unit.BadValueException when there is nothing to it, or its parts do not go together */
    public Shaping build() {
        return new Shaping(delay, loss, duplicate, corrupt, reorder, rate, limitPackets, ecn, slot, engine);
    }
}
