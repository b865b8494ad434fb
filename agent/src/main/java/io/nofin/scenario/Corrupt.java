package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.FlowMapping;

/**
 * Flips one bit of some packets. See tc-netem(8).
 *
 * @param fixChecksum whether the checksums are made right again, so that the damage reaches the application; as it is, the
 *                    receiver's kernel throws the packet away, which is what a bad cable does
 */
public record Corrupt(Probability probability, Probability correlation, boolean fixChecksum) {

    public static Corrupt of(Probability probability) {
        return new Corrupt(probability, Probability.ZERO, false);
    }

    public Corrupt withProbability(Probability other) {
        return new Corrupt(other, correlation, fixChecksum);
    }

    Corrupt interpolated(Corrupt to, double fraction) {
        return new Corrupt(probability.interpolated(to.probability, fraction),
            correlation.interpolated(to.correlation, fraction), fixChecksum);
    }

    /** As scenarios write it, for example {@code 0.1%} or <code>{ probability: 0.1%, checksum: fix }</code>. */
    @Override
    public String toString() {
        return new FlowMapping().add("probability", probability).addUnless(Probability.ZERO, "correlation", correlation)
            .addUnless("keep", "checksum", fixChecksum ? "fix" : "keep").orShort();
    }
}
