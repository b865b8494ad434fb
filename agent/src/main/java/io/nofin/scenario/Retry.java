package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;

/**
 * When a probe tries again after an attempt that failed, and when it gives the dependency up.
 *
 * @param interval from the first failed attempt to the next, at least a millisecond
 * @param factor   by what {@link Backoff#EXPONENTIAL} multiplies each time, more than 1, at most 100
 * @param max      where growing ends, not less than {@code interval}
 * @param jitter   give or take so much of it, by chance
 * @param attempts how many must fail in a row for the dependency to have failed, 1 to 1000000
 */
public record Retry(Duration interval, Backoff backoff, double factor, Duration max, Probability jitter, int attempts) {

    /** Where the scenario does not say. */
    public static final double DEFAULT_FACTOR = 2;
    /** Where the scenario does not say, unless {@code interval} is longer. */
    public static final Duration DEFAULT_MAX = Duration.ofSeconds(30);
    /** Where the scenario does not say. */
    public static final int DEFAULT_ATTEMPTS = 10;

    private static final double HIGHEST_FACTOR = 100;
    private static final int MOST_ATTEMPTS = 1_000_000;

    public Retry {
        Probe.checkPeriod("interval", interval);
        checkFactor(factor);
        checkAttempts(attempts);
        if (max.compareTo(interval) < 0) {
            throw new BadValueException("max is shorter than interval: " + Durations.format(max),
                "make it " + Durations.format(interval) + " or longer");
        }
    }

    /** Again and again at the same pace. */
    public static Retry every(Duration interval, int attempts) {
        return new Retry(interval, Backoff.CONSTANT, DEFAULT_FACTOR, longer(interval, DEFAULT_MAX), Probability.ZERO, attempts);
    }

    static double checkFactor(double factor) {
        if (!(factor > 1 && factor <= HIGHEST_FACTOR)) {
            throw new BadValueException("not a factor to grow by: " + factor, "stay above 1 and up to 100");
        }
        return factor;
    }

    static int checkAttempts(int attempts) {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new BadValueException("not a number of attempts: " + attempts, "attempts is 1 to " + MOST_ATTEMPTS);
        }
        return attempts;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param failures how many failed in a row, 1 or more
     * @param chance   0 to 1, evenly drawn
     */
    public Duration delay(int failures, double chance) {
        double grown = switch (backoff) {
            case CONSTANT -> interval.toNanos();
            case LINEAR -> (double) interval.toNanos() * failures;
            case EXPONENTIAL -> interval.toNanos() * Math.pow(factor, failures - 1);
        };
        double spread = 1 + jitter.value() * (2 * chance - 1);
        return Duration.ofNanos(Math.round(Math.min(grown, max.toNanos()) * spread));
    }
}
