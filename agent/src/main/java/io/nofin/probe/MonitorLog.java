package io.nofin.probe;

import io.nofin.scenario.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/** What a monitor finds out. Keeps the newest ten thousand changes and fifty thousand attempts, and totals. May be used from any thread. */
final class MonitorLog {

    private static final int MOST_TRANSITIONS = 10_000;
    private static final int MOST_ATTEMPTS = 50_000;
    private static final int DIGITS = 3;

    private final String name;
    private final Probe probe;
    private final long startedNanos = System.nanoTime();
    private final Instant started = Instant.now();
    private final Deque<Transition> transitions = new ArrayDeque<>();
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private final Histogram latencies = new Histogram(DIGITS);
    private ProbeState state = ProbeState.CONNECTING;
    private long succeeded;
    private long failed;
    private Optional<String> lastFailure = Optional.empty();
    private boolean ended;

    MonitorLog(String name, Probe probe) {
        this.name = name;
        this.probe = probe;
    }

    /** The wall clock of the start, carried on evenly. */
    Instant wallClock(long nanos) {
        return started.plusNanos(nanos - startedNanos);
    }

    /** Returns {@code changes}. */
    synchronized List<Transition> succeeded(long atNanos, Duration latency, List<Transition> changes) {
        succeeded++;
        tried(new Attempt(atNanos, Optional.of(latency)));
        latencies.recordValue(Math.max(1, latency.toNanos()));
        return changed(changes);
    }

    /** Returns {@code changes}. */
    synchronized List<Transition> failed(long atNanos, String reason, List<Transition> changes) {
        failed++;
        tried(new Attempt(atNanos, Optional.empty()));
        lastFailure = Optional.of(reason);
        return changed(changes);
    }

    /** There will be no more attempts. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized ProbeState state() {
        return state;
    }

    synchronized boolean hasTried() {
        return ended || succeeded + failed > 0;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** False when the time is up, or the thread was interrupted. */
    synchronized boolean await(Predicate<MonitorLog> condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toNanos(); !condition.test(this); left = deadline - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized MonitorResult result(List<CallbackRun> callbacks) {
        return new MonitorResult(name, probe, state, List.copyOf(transitions), succeeded, failed, lastFailure,
            succeeded == 0 ? Optional.empty() : Optional.of(Latencies.of(latencies)), callbacks, List.copyOf(attempts));
    }

    private void tried(Attempt attempt) {
        if (attempts.size() == MOST_ATTEMPTS) {
            attempts.removeFirst();
        }
        attempts.addLast(attempt);
    }

    private List<Transition> changed(List<Transition> changes) {
        for (Transition change : changes) {
            if (transitions.size() == MOST_TRANSITIONS) {
                transitions.removeFirst();
            }
            transitions.addLast(change);
            state = change.to();
        }
        notifyAll();
        return changes;
    }
}
