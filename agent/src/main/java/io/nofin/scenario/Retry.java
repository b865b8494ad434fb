package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;

/**
 * The times at which a probe tries again after a failed attempt, and the number of failures after which it has failed.
 *
 * @param interval the time from the first failed attempt to the next, at least a millisecond
 * @param factor   the factor of {@link Backoff#EXPONENTIAL}, more than 1, at most 100
 * @param max      the longest time between attempts, not less than {@code interval}
 * @param jitter   the share of the time by which it varies at random
 * @param attempts the failures in a row after which the probe has failed, 1 to 1000000
 */
public record Retry(Duration interval, Backoff backoff, double factor, Duration max, Probability jitter, int attempts) {

    /** The default factor. */
    public static final double DEFAULT_FACTOR = 2;
    /** The default longest time, unless {@code interval} is longer. */
    public static final Duration DEFAULT_MAX = Duration.ofSeconds(30);
    /** The default number of attempts. */
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

    /** Returns a retry at a constant interval. */
    public static Retry every(Duration interval, int attempts) {
        return new Retry(interval, Backoff.CONSTANT, DEFAULT_FACTOR, longer(interval, DEFAULT_MAX), Probability.ZERO, attempts);
    }

    static double checkFactor(double factor) {
        if (!(factor > 1 && factor <= HIGHEST_FACTOR)) {
            throw new BadValueException("not a factor: " + factor, "write a number above 1, 100 at most");
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
     * Returns the time to wait before the next attempt.
     *
     * @param failures the failures in a row, 1 or more
     * @param chance   a random number, uniformly distributed from 0 to 1
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
