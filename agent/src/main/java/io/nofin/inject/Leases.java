package io.nofin.inject;

import io.nofin.inject.FiringFaults.Firing;
import io.nofin.lifecycle.Threads;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Keeps the gates of long faults open: the kernel is given a timeout of {@value #SECONDS} seconds at most, renewed every
 * {@value #RENEWAL_SECONDS} as long as {@link FiringFaults} has the same record, so that traffic flows soon after nofin is killed. All
 * methods are to be called under the lock of whoever moves gates; the renewals take it themselves, for one namespace at a time. Closing
 * ends the renewals, and closes no gate.
 */
final class Leases implements AutoCloseable {

    static final int SECONDS = 15;

    /** The time by which the kernel's timeouts outlast faults: nofin heals on a busy machine a little late, and packets passed meanwhile. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final int RENEWAL_SECONDS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(SECONDS);

    private static final ScheduledExecutorService CLOCK = Threads.one("nofin-lease-clock");
    private static final ExecutorService RENEWALS = Executors.newCachedThreadPool(Threads.daemons("nofin-lease"));    // none waits for another

    private final FiringFaults firing;
    private final Renewal renewal;
    private final Set<String> problems = ConcurrentHashMap.newKeySet();
    private final Map<String, Future<?>> next = new ConcurrentHashMap<>();

    /** Renews timeouts in the kernel. */
    @FunctionalInterface
    interface Renewal {

        /**
         * Renews the timeout of a fault.
         *
         * @param length the time that the fault has left
         * @param wanted must be asked under the lock, for each namespace
         */
        void renew(String fault, Duration length, BooleanSupplier wanted) throws IOException;
    }

    Leases(FiringFaults firing, Renewal renewal) {
        this.firing = firing;
        this.renewal = renewal;
    }

    /** Returns the first timeout for the kernel: the length with {@link #GRACE}, or that of a lease. */
    static Duration first(Duration length) {
        return isNeeded(length) ? LONGEST : length.plus(GRACE);
    }

    /** Returns whether a fault of that length needs renewals. */
    static boolean isNeeded(Duration length) {
        return length.plus(GRACE).compareTo(LONGEST) > 0;
    }

    /** Begins to renew faults that {@linkplain FiringFaults#begin fire} for {@code length}; the kernel was given the timeout {@link #first}. */
    void begin(List<String> faults, Duration length) {
        long now = System.nanoTime();
        if (isNeeded(length)) {
            faults.forEach(fault -> firing.find(fault).ifPresent(lease -> scheduleNext(fault, lease, now)));
        }
    }

    /** Returns messages about what went wrong. */
    Set<String> problems() {
        return problems;
    }

    @Override
    public void close() {
        forget();
    }

    /** Cancels all renewals. */
    void forget() {
        next.values().forEach(renewal -> renewal.cancel(false));
        next.clear();
    }

    private void scheduleNext(String fault, Firing lease, long renewedNanos) {
        Optional.ofNullable(next.put(fault, CLOCK.schedule(() -> RENEWALS.execute(() -> renew(fault, lease, renewedNanos)), RENEWAL_SECONDS,
            TimeUnit.SECONDS))).ifPresent(outdated -> outdated.cancel(false));
    }

    private void renew(String fault, Firing lease, long renewedNanos) {
        Duration remaining = lease.remaining(System.nanoTime());
        if (remaining.isNegative() || remaining.isZero() || !firing.isCurrent(fault, lease)) {
            return;
        }
        try {
            renewal.renew(fault, remaining, () -> firing.isCurrent(fault, lease));
        } catch (IOException | RuntimeException e) {
            problems.add(fault + " may have ended too early: " + e.getMessage());
        }
        long now = System.nanoTime();
        Duration since = Duration.ofNanos(now - renewedNanos);
        if (since.compareTo(LONGEST) > 0) {
            problems.add(fault + " did not last: nofin was held up for " + Durations.format(since.truncatedTo(ChronoUnit.MILLIS))
                + ", and the kernel closed its gates meanwhile");
        }
        if (remaining.compareTo(LONGEST) > 0) {
            scheduleNext(fault, lease, now);
        }
    }
}
