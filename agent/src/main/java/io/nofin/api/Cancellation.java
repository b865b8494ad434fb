package io.nofin.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run from another thread: the run heals, disarms and returns. Thread-safe. */
public final class Cancellation {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final List<Runnable> reactions = new CopyOnWriteArrayList<>();
    private volatile boolean failed;
    private volatile String reason = "";

    public void cancel() {
        cancelled.countDown();
        reactions.forEach(Runnable::run);
    }

    /** Records who is about to cancel and how, for whoever waits for the run. Only the first call counts. */
    public synchronized void because(String who) {
        reason = reason.isEmpty() && !isCancelled() ? who : reason;
    }

    /** Returns who cancelled and how; empty where that was not recorded. */
    public Optional<String> reason() {
        return Optional.of(reason).filter(said -> !said.isEmpty());
    }

    /**
     * Runs {@code reaction} when cancelled, at once if it is cancelled already, on the cancelling thread. It may run more than once.
     */
    public void whenCancelled(Runnable reaction) {
        reactions.add(reaction);
        if (isCancelled()) {
            reaction.run();
        }
    }

    /** Ends the run because it cannot pass any more. */
    public void fail() {
        failed = true;
        cancel();
    }

    /** Tells whether the run was interrupted from outside, rather than failed by itself. */
    public boolean isInterrupted() {
        return isCancelled() && !failed;
    }

    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Waits until {@link System#nanoTime} reaches the deadline, or until cancelled. */
    public void awaitUntil(long deadlineNanos) {
        boolean interrupted = false;
        while (!isCancelled() && deadlineNanos - System.nanoTime() > 0) {
            try {
                cancelled.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
                cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
