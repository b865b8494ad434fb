package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.Keyword;
import java.util.Optional;

/**
 * Flips one bit of some packets. See tc-netem(8).
 *
 * @param fixChecksum whether checksums are corrected, so that the damage reaches the application; otherwise the receiver's kernel
 *                    discards the packet, as after a bad cable
 */
public record Corrupt(Probability probability, Probability correlation, boolean fixChecksum) implements CorrelatedPart {

    static final LongForm<Corrupt> FORM = LongForm.of("how much to corrupt", "0.1%", of(Probability.ZERO),
        Key.of("probability", KeyType.PERCENTAGE, Corrupt::withProbability, Corrupt::probability, "The share of packets in which one bit is flipped.")
            .ramped("corrupt", "two percentages", "[0%, 1%]"),
        CorrelatedPart.correlationKey(Corrupt::correlation, (corrupt, value) -> new Corrupt(corrupt.probability, value, corrupt.fixChecksum)),
        Key.<Corrupt, Checksum>of("checksum", KeyType.word("", Checksum.values()),
            (corrupt, value) -> new Corrupt(corrupt.probability, corrupt.correlation, value == Checksum.FIX),
            corrupt -> corrupt.fixChecksum ? Checksum.FIX : Checksum.KEEP, "With keep, the receiver's kernel finds the damage and discards the packet."
                + " With fix, only the payload is damaged and the checksums are corrected, so that the application gets it.").usually("keep"));

    private enum Checksum implements Keyword { KEEP, FIX }

    public static Corrupt of(Probability probability) {
        return new Corrupt(probability, Probability.ZERO, false);
    }

    public Corrupt withProbability(Probability other) {
        return new Corrupt(other, correlation, fixChecksum);
    }

    /** Returns true: the bit is chosen at random even where all packets are hit. */
    @Override
    public boolean isRandom() {
        return !probability.equals(Probability.ZERO);
    }

    @Override
    public boolean needsContent() {
        return true;
    }

    @Override
    public Optional<String> beyondNetem() {
        return fixChecksum ? Optional.of("corrupt: { checksum: fix }") : Optional.empty();
    }

    @Override
    public Object constant() {
        return fixChecksum;
    }

    @Override
    public Corrupt interpolated(ShapingPart to, double fraction) {
        Corrupt other = (Corrupt) to;
        return new Corrupt(probability.interpolated(other.probability, fraction), correlation.interpolated(other.correlation, fraction), fixChecksum);
    }

    /** Returns the value as scenarios write it, for example {@code 0.1%} or <code>{ probability: 0.1%, checksum: fix }</code>. */
    @Override
    public String toString() {
        return FORM.written(this);
    }
}
