package io.nofin.scenario;

import io.nofin.unit.Probability;

/** Sends some packets twice. See tc-netem(8). */
public record Duplicate(Probability probability, Probability correlation) implements CorrelatedPart {

    static final LongForm<Duplicate> FORM = LongForm.of("how much to duplicate", "1%", of(Probability.ZERO),
        Key.of("probability", KeyType.PERCENTAGE, Duplicate::withProbability, Duplicate::probability, "The share of packets that are sent twice.")
            .ramped("duplicate", "two percentages", "[0%, 10%]"),
        CorrelatedPart.correlationKey(Duplicate::correlation, (duplicate, value) -> new Duplicate(duplicate.probability, value)));

    public static Duplicate of(Probability probability) {
        return new Duplicate(probability, Probability.ZERO);
    }

    public Duplicate withProbability(Probability other) {
        return new Duplicate(other, correlation);
    }

    @Override
    public boolean needsContent() {
        return true;
    }

    @Override
    public Duplicate interpolated(ShapingPart to, double fraction) {
        Duplicate other = (Duplicate) to;
        return new Duplicate(probability.interpolated(other.probability, fraction), correlation.interpolated(other.correlation, fraction));
    }

    /** Returns the value as scenarios write it, for example {@code 1%}. */
    @Override
    public String toString() {
        return FORM.written(this);
    }
}
