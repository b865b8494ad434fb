package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import io.nofin.yaml.FlowMapping;

/**
 * Lets some packets past those that a delay holds. See tc-netem(8).
 *
 * @param probability that a packet whose turn it is goes at once
 * @param gap         whose turn it is: every {@code gap}-th packet's, 1 or more; the others are delayed
 */
public record Reorder(Probability probability, Probability correlation, int gap) {

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

    Reorder interpolated(Reorder to, double fraction) {
        return new Reorder(probability.interpolated(to.probability, fraction),
            correlation.interpolated(to.correlation, fraction), gap);
    }

    /** As scenarios write it, for example {@code 25%}. */
    @Override
    public String toString() {
        return new FlowMapping().add("probability", probability).addUnless(Probability.ZERO, "correlation", correlation)
            .addUnless(1, "gap", gap).orShort();
    }
}
