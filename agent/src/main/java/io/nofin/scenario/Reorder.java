package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;

/**
 * Lets some packets overtake those that a delay holds. See tc-netem(8).
 *
 * @param probability the probability that a packet whose turn it is goes at once
 * @param gap         gives every {@code gap}-th packet a turn, 1 or more; the others are delayed
 */
public record Reorder(Probability probability, Probability correlation, int gap) implements CorrelatedPart {

    static final LongForm<Reorder> FORM = LongForm.of("how much to reorder", "25%", of(Probability.ZERO),
        Key.of("probability", KeyType.PERCENTAGE, (reorder, value) -> new Reorder(value, reorder.correlation, reorder.gap), Reorder::probability,
            "The share of packets that go at once, of those whose turn it is. The others wait for the delay, which is required."),
        CorrelatedPart.correlationKey(Reorder::correlation, (reorder, value) -> new Reorder(reorder.probability, value, reorder.gap)),
        Key.of("gap", KeyType.integer("N", new ExpectedForm("a gap in packets", "5"), 1, Integer.MAX_VALUE, Reorder::checkGap),
            (reorder, value) -> new Reorder(reorder.probability, reorder.correlation, value), Reorder::gap, "Gives every N-th packet a turn.")
            .usually("1"));

    public Reorder {
        checkGap(gap);
    }

    public static Reorder of(Probability probability) {
        return new Reorder(probability, Probability.ZERO, 1);
    }

    static int checkGap(int gap) {
        if (gap < 1) {
            throw new BadValueException("not a gap: " + gap, "write 1 or more");
        }
        return gap;
    }

    @Override
    public Object constant() {
        return gap;
    }

    @Override
    public Reorder interpolated(ShapingPart to, double fraction) {
        Reorder other = (Reorder) to;
        return new Reorder(probability.interpolated(other.probability, fraction), correlation.interpolated(other.correlation, fraction), gap);
    }

    /** Returns the value as scenarios write it, for example {@code 25%}. */
    @Override
    public String toString() {
        return FORM.written(this);
    }
}
