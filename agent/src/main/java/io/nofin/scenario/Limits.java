package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

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

    private static final Key<Limits> MAX_DURATION = Key.ofOptional("max-duration", KeyType.DURATION.defined("length").called("a duration", "10m"),
        (limits, value) -> new Limits(Optional.of(value), limits.maxTargets, limits.protect), Limits::maxDuration, "The longest time that the faults may take.")
        .usually("10m").writtenUnless(limits -> false);
    private static final Key<Limits> MAX_TARGETS = Key.ofOptional("max-targets",
        KeyType.integer("N", new ExpectedForm("a number", "10"), 1, Integer.MAX_VALUE, UnaryOperator.identity()),
        (limits, value) -> new Limits(limits.maxDuration, OptionalInt.of(value), limits.protect), limits -> limits.maxTargets.stream().boxed().findFirst(),
        "The most namespaces that may be faulted, without those of the lab. More end the run before any fault begins.");
    private static final Key<Limits> PROTECT = Key.ofOptional("protect", Protection.FORM.asType().defined("protection"),
        (limits, value) -> new Limits(limits.maxDuration, limits.maxTargets, value), limits -> Optional.of(limits.protect).filter(all -> !all.equals(Protection.NONE)),
        "The packets that no fault may hit.");

    static final List<Key<Limits>> KEYS = List.of(MAX_DURATION, MAX_TARGETS, PROTECT);

    /** The words of the keys that limit faults, in order. */
    public static final List<String> WORDS = KEYS.stream().map(Key::word).toList();

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    public Limits {
        if (maxDuration.isPresent() && (maxDuration.get().isZero() || maxDuration.get().isNegative())) {
            throw new BadValueException("no time at all: " + Durations.format(maxDuration.get()), "write for example 10m");
        }
        if (maxTargets.isPresent() && maxTargets.getAsInt() < 1) {
            throw new BadValueException("fewer than one target: " + maxTargets.getAsInt(), "write 1 or more");
        }
    }

    /**
     * Reads the limits of a scenario, or of a host's configuration; problems are reported. An invalid {@code max-duration} reads as
     * none, so that the timeline is not reported as well.
     */
    public static Limits read(Fields fields) {
        return Key.readAll(KEYS, fields, new Limits(fields.get(MAX_DURATION.word()).map(any -> FOR_EVER), OptionalInt.empty(), Protection.NONE));
    }

    /** Returns these limits, or with a longer {@code max-duration} where the default one is shorter than that. */
    public Limits atLeast(Duration length) {
        return maxDuration.isEmpty() && length.compareTo(DEFAULT_MAX_DURATION) > 0 ? new Limits(Optional.of(length), maxTargets, protect) : this;
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
