package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Changes a shaping while it is in force, evenly from one to another; after that it stays as it is in the end. Both ends have
 * the same components, engine and limit: the limit is filled in, so that it has room for everything in between.
 *
 * @param over how long the change takes, more than 0
 */
public record Ramp(Shaping from, Shaping to, Duration over) {

    public Ramp {
        checkOver(over);
        if (!constants(from).equals(constants(to))) {
            throw new BadValueException("cannot go from " + from + " to " + to, "keep the same effects at both ends");
        }
        OptionalInt limit = limit(from, to);
        from = ShapingBuilder.of(from).limit(limit.getAsInt()).build();
        to = ShapingBuilder.of(to).limit(limit.getAsInt()).build();
    }

    static Duration checkOver(Duration over) {
        if (over.isZero() || over.isNegative()) {
            throw new BadValueException("too short: " + Durations.format(over), "a ramp takes some time, for example 10s");
        }
        return over;
    }

    /** @param elapsed since the fault was fired; zero or more */
    public Shaping at(Duration elapsed) {
        return from.interpolated(to, Math.min(1, (double) elapsed.toNanos() / over.toNanos()));
    }

    /** Returns all that does not change on the way. */
    private static List<Object> constants(Shaping shaping) {
        List<Object> constants = new ArrayList<>(List.of(shaping.limitPackets(), shaping.ecn(), shaping.engine()));
        shaping.parts().forEach(part -> constants.add(List.of(ShapingKey.of(part), part.constant())));
        return constants;
    }

    /** Enough for the highest rate and the longest delay: halfway, both may be higher than what either end has. */
    private static OptionalInt limit(Shaping from, Shaping to) {
        Duration held = longest(from.held(), to.held());
        Optional<BitRate> fastest = Stream.of(from, to).flatMap(end -> end.rate().stream()).map(Rate::rate)
            .reduce((one, other) -> one.bitsPerSecond() > other.bitsPerSecond() ? one : other);
        fastest.ifPresent(rate -> Shaping.checkLimit(from.limitPackets(), rate, held));
        if (from.limitPackets().isPresent()) {
            return from.limitPackets();
        }
        int ends = Math.max(from.limit(), to.limit());
        return OptionalInt.of(fastest.map(rate -> Math.max(ends, Shaping.enough(rate, held))).orElse(ends));
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
