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
 * Changes a shaping evenly while it is in force, from one to another, which then stays. Both ends have the same parts, engine and
 * limit. The limit is filled in, large enough for everything in between.
 *
 * @param over the length of the change, more than 0
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

    /** @param elapsed the time since the fault was fired; zero or more */
    public Shaping at(Duration elapsed) {
        return from.interpolated(to, Math.min(1, (double) elapsed.toNanos() / over.toNanos()));
    }

    /** Returns the values that do not change. */
    private static List<Object> constants(Shaping shaping) {
        List<Object> constants = new ArrayList<>(List.of(shaping.limitPackets(), shaping.ecn(), shaping.engine()));
        shaping.parts().forEach(part -> constants.add(List.of(ShapingKey.of(part), part.constant())));
        return constants;
    }

    /** Returns a limit that fits the highest rate and the longest delay: in between, both may be higher than at either end. */
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
