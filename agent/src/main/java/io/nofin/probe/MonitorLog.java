package io.nofin.probe;

import io.nofin.api.ProbeState;
import io.nofin.lifecycle.Threads;
import io.nofin.scenario.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * The results of a monitor. Keeps the newest ten thousand transitions and fifty thousand attempts, and totals. May be used from any
 * thread.
 */
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
    private OptionalLong begun = OptionalLong.empty();
    private boolean ended;

    MonitorLog(String name, Probe probe) {
        this.name = name;
        this.probe = probe;
    }

    /** Returns the wall clock time of {@code nanos}, counted from the wall clock at the start, so that it never jumps. */
    Instant wallClock(long nanos) {
        return started.plusNanos(nanos - startedNanos);
    }

    /** Enters that an attempt begins. */
    synchronized void trying(long atNanos) {
        begun = OptionalLong.of(atNanos);
    }

    /** Enters a successful attempt; returns {@code changes}. */
    synchronized List<Transition> succeeded(long atNanos, Duration latency, List<Transition> changes) {
        succeeded++;
        tried(new Attempt(atNanos, Optional.of(latency)));
        latencies.recordValue(Math.max(1, latency.toNanos()));
        return changed(changes);
    }

    /** Enters a failed attempt; returns {@code changes}. */
    synchronized List<Transition> failed(long atNanos, String reason, List<Transition> changes) {
        failed++;
        tried(new Attempt(atNanos, Optional.empty()));
        lastFailure = Optional.of(reason);
        return changed(changes);
    }

    /** Enters that no more attempts will be made. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized ProbeState state() {
        return state;
    }

    /** Returns whether an attempt is on its way that began before {@code nanos}. */
    synchronized boolean isTryingSinceBefore(long nanos) {
        return begun.isPresent() && begun.getAsLong() - nanos < 0;
    }

    synchronized boolean hasTried() {
        return ended || succeeded + failed > 0;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Waits until {@code condition} holds; returns false when the time is up, or the thread was interrupted. */
    synchronized boolean await(Predicate<MonitorLog> condition, Duration limit) {
        return Threads.await(this, () -> condition.test(this), limit);
    }

    synchronized MonitorResult result(List<CallbackRun> callbacks) {
        return new MonitorResult(name, probe, state, List.copyOf(transitions), succeeded, failed, lastFailure,
            succeeded == 0 ? Optional.empty() : Optional.of(Latencies.of(latencies)), callbacks, List.copyOf(attempts));
    }

    private void tried(Attempt attempt) {
        begun = OptionalLong.empty();
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
