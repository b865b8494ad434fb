package io.nofin.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * One effect of a {@link Shaping}, with a key of its own in a fault; {@link ShapingKey} lists them. Implemented by immutable values
 * whose text is the value in scenarios.
 */
public interface ShapingPart {

    /** Returns whether it decides at random. */
    default boolean isRandom() {
        return false;
    }

    /** Returns the usual longest time for which it holds a packet. */
    default Duration held() {
        return Duration.ZERO;
    }

    /** Returns what of it sch_netem cannot do, as scenarios write it; empty where netem can do all. */
    default Optional<String> beyondNetem() {
        return Optional.empty();
    }

    /** Returns whether it treats packets differently from each other, other than by the time they take. */
    default boolean isDamage() {
        return false;
    }

    /** Returns whether a large packet may stay whole, since each of its segments is treated alike. */
    default boolean keepsWhole() {
        return false;
    }

    /** Returns whether it needs the whole content of a packet, not its headers alone. */
    default boolean needsContent() {
        return false;
    }

    /** Returns the values that a ramp cannot change, which must be equal at both of its ends. */
    default Object constant() {
        return getClass();
    }

    /**
     * Returns a part between this one and another of the same key: numbers are interpolated linearly, other values are this one's.
     *
     * @param fraction 0 for this one, 1 for the other
     */
    ShapingPart interpolated(ShapingPart to, double fraction);
}
