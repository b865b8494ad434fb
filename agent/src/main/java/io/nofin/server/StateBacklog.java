package io.nofin.server;

import io.nofin.probe.Transition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Holds the states of a monitor that its client has not been sent yet, {@value #MOST} at most. Thread-safe. */
final class StateBacklog {

    static final int MOST = 1_000;

    private final BlockingQueue<Transition> waiting = new ArrayBlockingQueue<>(MOST);
    private volatile boolean full;

    /** Adds a state. The first one for which there is no room makes the backlog {@linkplain #isFull full} for good. */
    void add(Transition change) {
        full = full || !waiting.offer(change);
    }

    /** Returns true once a state was lost: the client reads more slowly than the probe changes, and cannot be told all of it any more. */
    boolean isFull() {
        return full;
    }

    /** Takes the oldest state, for which it waits up to {@code millis}; empty when there is none. */
    Optional<Transition> poll(long millis) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Returns the states that are left, the oldest first. */
    List<Transition> rest() {
        return List.copyOf(waiting);
    }
}
