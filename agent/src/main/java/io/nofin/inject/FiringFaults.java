package io.nofin.inject;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records which faults fire, since when and until when, on the clock of {@link System#nanoTime}: the one place that leases, journal
 * and timeline read. A fault that has fired as long as it was to is here until it is healed. May be read from any thread, and is
 * written under the lock of whoever moves gates.
 */
public final class FiringFaults {

    private volatile Map<String, Firing> firing = Map.of();

    /** One fault that fires. Fired again, it has another record, with the same start. */
    public record Firing(long sinceNanos, long untilNanos) {

        /** Returns the time that is left; zero or less when it is over. */
        public Duration remaining(long nowNanos) {
            return Duration.ofNanos(untilNanos - nowNanos);
        }
    }

    FiringFaults() {
    }

    /** Returns the faults that fire, in the order in which they began to. */
    public Map<String, Firing> now() {
        return firing;
    }

    public Optional<Firing> find(String fault) {
        return Optional.ofNullable(firing.get(fault));
    }

    /** Returns whether a fault fires by that record, and was neither healed nor fired again since. */
    boolean isCurrent(String fault, Firing record) {
        return firing.get(fault) == record;
    }

    /** Records that faults fire for {@code length} from now on. */
    synchronized void begin(List<String> faults, Duration length) {
        long now = System.nanoTime();
        Map<String, Firing> next = new LinkedHashMap<>(firing);
        faults.forEach(fault -> next.put(fault, new Firing(find(fault).map(Firing::sinceNanos).orElse(now), now + length.toNanos())));
        firing = Collections.unmodifiableMap(next);
    }

    /** Records that faults are healed. */
    synchronized void end(List<String> faults) {
        Map<String, Firing> next = new LinkedHashMap<>(firing);
        next.keySet().removeAll(faults);
        firing = Collections.unmodifiableMap(next);
    }

    /** Records that nothing fires any more. */
    synchronized void endAll() {
        firing = Map.of();
    }
}
