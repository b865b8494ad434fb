package io.nofin.probe;

import java.util.concurrent.TimeUnit;

/** The time between two attempts of one thread, which others can end. */
final class Pause {

    private boolean ended;
    private boolean cancelled;

    /** Waits until then; less when it is ended meanwhile, or was since the pause before. */
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

    /** There are no more pauses. */
    synchronized void cancel() {
        cancelled = true;
        notifyAll();
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
