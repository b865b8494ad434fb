package io.nofin.probe;

import java.util.concurrent.TimeUnit;

/** The time between two attempts of one thread, which other threads can end. */
final class InterruptibleSleep {

    private boolean ended;
    private boolean cancelled;

    /** Waits until {@code nanos}; returns earlier when the pause is ended meanwhile, or was since the one before. */
    synchronized void until(long nanos) {
        try {
            for (long left = nanos - System.nanoTime(); left > 0 && !ended && !cancelled; left = nanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            cancelled = true;
        }
        ended = false;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Makes every later pause return at once. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
