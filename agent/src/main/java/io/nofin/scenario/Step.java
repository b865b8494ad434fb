package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Fires faults together, once or repeatedly.
 *
 * @param at     the time counted from the start of the timeline; zero or later
 * @param inject the names of the faults
 * @param length the length of each firing, 1ms to 2147483s
 * @param every  the time from one start to the next; not shorter than {@code length}. {@link Duration#ZERO} where {@code times} is 1
 * @param times  the number of firings, 1 to 100000
 * @param ramp   the change of the one fault while it fires, which starts again each time
 * @param when   what the step waits for; {@code at} is zero and {@code times} is 1 then
 */
public record Step(Duration at, List<String> inject, Duration length, Duration every, int times, Optional<Ramp> ramp, Optional<Trigger> when) {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(2_147_483);      // the longest timeout of an ipset; see ipset(8)
    private static final Duration LAST_END = Duration.ofNanos(Long.MAX_VALUE);
    private static final int MOST_TIMES = 100_000;

    static final KeyType<Duration> LENGTH = KeyType.DURATION.defined("length").checked(Step::checkLength);

    /** The key of the length, which is read with the rest of a step. */
    static final Key<Step> FOR = Key.described("for", LENGTH, "How long the fault fires, each time: 1ms to 2147483s.");

    public Step {
        inject = List.copyOf(inject);
        checkLength(length);
        checkTimes(times);
        if (times == 1) {
            every = Duration.ZERO;
        } else if (every.compareTo(length) < 0) {
            throw new BadValueException("the fault would start again before it ends", "make every as long as for, or longer");
        }
        if (when.isPresent() && times > 1) {
            throw new BadValueException("a step that begins by when begins once", "leave repeat out");
        }
        if (at.isNegative() || end(at, length, every, times, when).compareTo(LAST_END) > 0) {
            throw new BadValueException("the step ends after more than 292 years", "make at, every or times smaller");
        }
        if (ramp.isPresent()) {
            checkRamp(inject.size(), ramp.get().over(), length);
        }
    }

    /** Creates a step that begins by the clock. */
    public Step(Duration at, List<String> inject, Duration length, Duration every, int times, Optional<Ramp> ramp) {
        this(at, inject, length, every, times, ramp, Optional.empty());
    }

    /** Creates a step that begins by the clock, without a ramp. */
    public Step(Duration at, List<String> inject, Duration length, Duration every, int times) {
        this(at, inject, length, every, times, Optional.empty());
    }

    /** @throws BadValueException when the kernel could not end a fault by itself after that time */
    static Duration checkLength(Duration length) {
        if (length.compareTo(SHORTEST) < 0) {
            throw new BadValueException("too short: " + Durations.format(length), "a fault lasts 1ms at least");
        }
        if (length.compareTo(LONGEST) > 0) {
            throw new BadValueException("too long for a kernel timeout", "a fault lasts " + LONGEST.toSeconds() + "s at most");
        }
        return length;
    }

    static int checkTimes(int times) {
        if (times < 1 || times > MOST_TIMES) {
            throw new BadValueException("cannot be repeated so often: " + times, "times is 1 to " + MOST_TIMES);
        }
        return times;
    }

    /** @throws BadValueException when there is more than one fault to change, or the change would not end in time */
    static void checkRamp(int faults, Duration over, Duration length) {
        if (faults > 1) {
            throw new BadValueException("a ramp of more than one fault", "give each fault a step of its own");
        }
        if (over.compareTo(length) > 0) {
            throw new BadValueException("the ramp takes longer than the fault lasts", "make over as long as for, or shorter");
        }
    }

    public static Step once(Duration at, List<String> inject, Duration length) {
        return new Step(at, inject, length, Duration.ZERO, 1);
    }

    /** Returns the packet that begins the step, if one does. */
    public Optional<Trigger.PacketSeen> packet() {
        return when.map(Trigger::event).filter(Trigger.PacketSeen.class::isInstance).map(Trigger.PacketSeen.class::cast);
    }

    /** Returns the start of each turn; none where the clock does not tell. */
    public List<Duration> starts() {
        return when.isPresent() ? List.of() : LongStream.range(0, times).mapToObj(turn -> at.plus(every.multipliedBy(turn))).toList();
    }

    /** Returns the end of the last turn; the latest possible one where the clock does not tell. */
    public Duration end() {
        return end(at, length, every, times, when);
    }

    private static Duration end(Duration at, Duration length, Duration every, int times, Optional<Trigger> when) {
        return when.map(Trigger::latest).orElse(at.plus(every.multipliedBy(times - 1L))).plus(length);
    }
}
