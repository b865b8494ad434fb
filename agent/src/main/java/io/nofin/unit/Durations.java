package io.nofin.unit;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as scenarios and the command line write them: {@code 250us}, {@code 100ms}, {@code 1.5s}, {@code 2m}, {@code 1h}. */
public final class Durations {

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h)");
    private static final Pattern PART = Pattern.compile(
        "(?<number>\\d{1,6}(?:\\.\\d{1,3})?) ?(?:(?<day>d(?:ays?)?)|(?<unit>ns|us|ms|[smh])(?:ec(?:onds?|s)?|inutes?|ins?|ours?|rs?)?) ?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L,
        "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private Durations() {
    }

    /**
     * Parses a number and a unit.
     *
     * @throws BadValueException when the text is not a number and a unit, has more than nanosecond precision, or is longer than 292
     *                           years
     */
    public static Duration parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw NUMBER.matcher(text).matches()
                ? new BadValueException("a duration without a unit: " + text,
                    "write " + text + "ms or " + text + "s, or another of ns, us, m and h")
                : new BadValueException("not a duration: " + Quoted.of(text), meant(text).map(meant -> "write " + format(meant))
                    .orElse("write a number and ns, us, ms, s, m or h, for example 100ms or 1.5s"));
        }
        BigDecimal nanos = new BigDecimal(notation.group(1)).multiply(BigDecimal.valueOf(NANOS.get(notation.group(2))));
        try {
            return Duration.ofNanos(nanos.longValueExact());
        } catch (ArithmeticException e) {
            throw new BadValueException("not a duration: " + Quoted.of(text), "stay above a nanosecond and below 292 years");
        }
    }

    /** Returns the duration that a text means in other words: {@code 1h30m}, {@code 10 min}, {@code 1d}; empty where it means none. */
    private static Optional<Duration> meant(String text) {
        Matcher part = PART.matcher(text.strip().toLowerCase(Locale.ROOT));
        Duration sum = Duration.ZERO;
        while (part.lookingAt()) {
            BigDecimal nanos = new BigDecimal(part.group("number")).multiply(BigDecimal.valueOf(
                part.group("day") != null ? DAY_NANOS : NANOS.get(part.group("unit"))));
            sum = sum.plusNanos(nanos.longValue());
            part.region(part.end(), part.regionEnd());
        }
        return sum.isZero() || part.regionStart() < part.regionEnd() ? Optional.empty() : Optional.of(sum);
    }

    /**
     * Returns a notation that means exactly the same, as a person writes it: {@code 1.5s}, {@code 90s}, {@code 10m}, {@code 1h}. Whole
     * minutes and hours have their own units.
     */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        for (String unit : List.of("h", "m")) {
            if (nanos >= NANOS.get(unit) && nanos % NANOS.get(unit) == 0) {
                return nanos / NANOS.get(unit) + unit;
            }
        }
        return shortest(duration);
    }

    /** Returns the same notation without minutes and hours, which tc(8) does not know: {@code 3600s}. */
    public static String shortest(Duration duration) {
        long nanos = duration.toNanos();
        String unit = nanos == 0 || nanos >= 1_000_000_000L ? "s" : nanos >= 1_000_000 ? "ms" : nanos >= 1_000 ? "us" : "ns";
        BigDecimal number = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(NANOS.get(unit)));
        return (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + unit;
    }

    /**
     * Returns a duration between two others.
     *
     * @param fraction 0 is {@code from}, 1 is {@code to}
     */
    public static Duration interpolated(Duration from, Duration to, double fraction) {
        return from.plusNanos(Math.round((double) to.minus(from).toNanos() * fraction));
    }

    /** Returns the seconds as a decimal number, for example {@code 0.25}. */
    public static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
}
