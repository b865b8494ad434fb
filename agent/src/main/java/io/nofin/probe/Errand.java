package io.nofin.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing after the other, on threads that it shares with others, for who must not wait; takes no more than {@value
 * #MOST_WAITING} things that wait. May be used from any thread.
 */
final class Errand implements AutoCloseable {

    private static final int MOST_WAITING = 32;

    private final ThreadPoolExecutor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Thread working;
    private boolean busy;               // it works, or its turn is to come
    private boolean finished;

    Errand(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** False when too much waits already, or nothing is taken any more. */
    synchronized boolean run(Runnable work) {
        if (finished || waiting.size() == MOST_WAITING || !busy && !takesTurn()) {
            return false;
        }
        waiting.add(work);
        return true;
    }

    /** Takes nothing more, and waits for what it took. */
    synchronized void finish(Duration patience) {
        finished = true;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); busy && left > 0; left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts what it does, and forgets what waits. */
    @Override
    public synchronized void close() {
        finished = true;
        waiting.clear();
        if (working != null) {
            working.interrupt();
        }
    }

    /** One thing, so that the others who share the threads have their turns between. */
    private void workOnce() {
        Runnable next = begin();
        try {
            if (next != null) {
                next.run();
            }
        } finally {
            end();
        }
    }

    private synchronized Runnable begin() {
        Runnable next = waiting.poll();
        working = next == null ? null : Thread.currentThread();
        return next;
    }

    private synchronized void end() {
        working = null;
        Thread.interrupted();           // that was for what is over
        if (waiting.isEmpty() || !takesTurn()) {
            busy = false;
            notifyAll();
        }
    }

    private boolean takesTurn() {
        try {
            threads.execute(this::workOnce);
            busy = true;
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }
}
