package io.nofin.scenario;

import io.nofin.unit.Probability;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A part that hits packets with a probability, which may be correlated with the packet before. */
public interface CorrelatedPart extends ShapingPart {

    Probability probability();

    Probability correlation();

    /** Returns the key of the correlation. */
    static <T extends CorrelatedPart> Key<T> correlationKey(Function<T, Probability> getter, BiFunction<T, Probability, T> setter) {
        return Key.of("correlation", KeyType.PERCENTAGE, setter, getter, "The correlation with the packet before.").usually("0%");
    }

    @Override
    default boolean isDamage() {
        return true;
    }

    @Override
    default boolean isRandom() {
        return !probability().equals(Probability.ZERO) && !probability().equals(Probability.ONE);
    }
}
