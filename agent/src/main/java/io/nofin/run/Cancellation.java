package io.nofin.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Breaks a run off from another thread: it heals, disarms and returns. May be used from any thread. */
public final class Cancellation {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile boolean failed;

    public void cancel() {
        cancelled.countDown();
    }

    /** Breaks it off because it cannot pass any more. */
    void fail() {
        failed = true;
        cancelled.countDown();
    }

    /** Whether it was broken off by somebody, and did not fail by itself. */
    boolean isInterrupted() {
        return isCancelled() && !failed;
    }

    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Waits until {@link System#nanoTime} reaches the deadline, or until cancelled, whichever comes first. */
    void awaitUntil(long deadlineNanos) {
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
