package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.FlowMapping;

/** Sends some packets twice. See tc-netem(8). */
public record Duplicate(Probability probability, Probability correlation) {

    public static Duplicate of(Probability probability) {
        return new Duplicate(probability, Probability.ZERO);
    }

    public Duplicate withProbability(Probability other) {
        return new Duplicate(other, correlation);
    }

    Duplicate interpolated(Duplicate to, double fraction) {
        return new Duplicate(probability.interpolated(to.probability, fraction),
            correlation.interpolated(to.correlation, fraction));
    }

    /** As scenarios write it, for example {@code 1%}. */
    @Override
    public String toString() {
        return new FlowMapping().add("probability", probability).addUnless(Probability.ZERO, "correlation", correlation).orShort();
    }
}
