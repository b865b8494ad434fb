package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The limits of faults.
 *
 * @param maxDuration the longest timeline; for a scenario without one, {@link #DEFAULT_MAX_DURATION}
 * @param maxTargets  the most namespaces that may get rules, without those of the lab; 1 at least
 * @param protect     the packets that no fault may hit
 */
public record Limits(Optional<Duration> maxDuration, OptionalInt maxTargets, Protection protect) {

    public static final Limits NONE = new Limits(Optional.empty(), OptionalInt.empty(), Protection.NONE);

    /** The longest timeline of a scenario without {@code max-duration}. */
    public static final Duration DEFAULT_MAX_DURATION = Duration.ofMinutes(10);

    public Limits {
        if (maxDuration.isPresent() && (maxDuration.get().isZero() || maxDuration.get().isNegative())) {
            throw new BadValueException("no time at all: " + Durations.format(maxDuration.get()), "write for example 10m");
        }
        if (maxTargets.isPresent() && maxTargets.getAsInt() < 1) {
            throw new BadValueException("fewer than one target: " + maxTargets.getAsInt(), "write 1 or more");
        }
    }

    /** Returns the limits of a scenario from the command line. */
    public static Limits of(Optional<Duration> maxDuration) {
        return new Limits(maxDuration, OptionalInt.empty(), Protection.NONE);
    }

    /** @throws BadValueException when a scenario with these limits would last longer than they permit */
    public void checkEnd(Duration end) {
        Duration longest = maxDuration.orElse(DEFAULT_MAX_DURATION);
        if (end.compareTo(longest) > 0) {
            String needed = Durations.format(end);
            throw new BadValueException("the run would last " + needed + ", and " + (maxDuration.isPresent()
                ? "max-duration is " + Durations.format(longest) : "without a max-duration it may last " + Durations.format(longest)),
                "write max-duration: " + needed + ", or --max-duration " + needed + ", if that is intended");
        }
    }
}
