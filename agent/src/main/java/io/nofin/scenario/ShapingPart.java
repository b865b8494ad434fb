package io.nofin.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * One effect of a {@link Shaping}, with a key of its own in a fault: {@link ShapingKey} has them all. Implemented by immutable values whose
 * text is what scenarios write under the key.
 */
public interface ShapingPart {

    /** Returns whether any of it is left to chance. */
    default boolean isRandom() {
        return false;
    }

    /** Returns how long it holds a packet at the usual most. */
    default Duration held() {
        return Duration.ZERO;
    }

    /** Returns what of it sch_netem has nothing for, as scenarios write it; empty where netem can do all. */
    default Optional<String> beyondNetem() {
        return Optional.empty();
    }

    /** Returns whether it treats packets differently from each other, other than by the time they take. */
    default boolean isDamage() {
        return false;
    }

    /** Returns whether a large packet may stay whole, since each packet that it would become fares alike. */
    default boolean keepsWhole() {
        return false;
    }

    /** Returns whether it needs the whole content of a packet, not its headers alone. */
    default boolean needsContent() {
        return false;
    }

    /** Returns what a ramp cannot change, equal at both of its ends. */
    default Object constant() {
        return getClass();
    }

    /**
     * Returns a part between this one and another of the same key: numbers on a straight line, all else as it is here.
     *
     * @param fraction 0 is this one, 1 is the other
     */
    ShapingPart interpolated(ShapingPart to, double fraction);
}
