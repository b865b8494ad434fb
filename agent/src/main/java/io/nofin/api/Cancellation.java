package io.nofin.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Breaks a run off from another thread: it heals, disarms and returns. May be used from any thread. */
public final class Cancellation {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final List<Runnable> reactions = new CopyOnWriteArrayList<>();
    private volatile boolean failed;
    private volatile String reason = "";

    public void cancel() {
        cancelled.countDown();
        reactions.forEach(Runnable::run);
    }

    /** Says who is about to cancel it and how, for whoever waits for the run; the first to say so counts. */
    public synchronized void because(String who) {
        reason = reason.isEmpty() && !isCancelled() ? who : reason;
    }

    /** Returns who cancelled it and how; empty where nobody has said so. */
    public Optional<String> reason() {
        return Optional.of(reason).filter(said -> !said.isEmpty());
    }

    /** Does something once it is cancelled, now if it is already, on whatever thread cancels; more than once when that comes twice. */
    public void whenCancelled(Runnable reaction) {
        reactions.add(reaction);
        if (isCancelled()) {
            reaction.run();
        }
    }

    /** Breaks it off because it cannot pass any more. */
    public void fail() {
        failed = true;
        cancel();
    }

    /** Returns whether it was interrupted from outside, and did not fail by itself. */
    public boolean isInterrupted() {
        return isCancelled() && !failed;
    }

    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Waits until {@link System#nanoTime} reaches the deadline, or until cancelled, whichever comes first. */
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
