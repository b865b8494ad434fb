package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.Map;

/**
 * A probe that watches a dependency from inside a target.
 *
 * @param from      the target or lab host, the first of its namespaces
 * @param every     the time from one attempt, or heartbeat, to the next while the dependency is up; at least 1ms
 * @param timeout   the time after which an attempt has failed; 1ms to 1h
 * @param callbacks in the order of {@link ProbeEvent}
 */
public record Probe(
        String from, ProbeKind check, Duration every, Duration timeout, Retry retry, AfterFailed afterFailed,
        Map<ProbeEvent, Callback> callbacks) {

    /** The default interval. */
    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(1);
    /** The default interval of {@link ProbeKind.Hold}. */
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofMillis(100);
    /** The default time limit. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    public Probe {
        checkPeriod("every", every);
        checkTimeout(timeout);
        callbacks = Ordered.copy(callbacks);
    }

    /** Returns a probe with all defaults. */
    public static Probe of(String from, ProbeKind check) {
        Duration every = check instanceof ProbeKind.Hold ? DEFAULT_HEARTBEAT : DEFAULT_EVERY;
        return new Probe(from, check, every, DEFAULT_TIMEOUT, Retry.every(every, Retry.DEFAULT_ATTEMPTS), AfterFailed.KEEP_TRYING, Map.of());
    }

    static Duration checkPeriod(String key, Duration period) {
        if (period.compareTo(SHORTEST) < 0) {
            throw new BadValueException("too often: " + Durations.format(period), key + " is 1ms at least");
        }
        return period;
    }

    static Duration checkTimeout(Duration timeout) {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new BadValueException("not a time limit: " + Durations.format(timeout), "timeout is 1ms to 1h");
        }
        return timeout;
    }
}
