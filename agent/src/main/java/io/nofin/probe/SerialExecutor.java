package io.nofin.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after the other, on threads shared with others, for callers that must not wait; at most {@value #MOST_WAITING} tasks
 * wait. May be used from any thread.
 */
final class SerialExecutor implements AutoCloseable {

    private static final int MOST_WAITING = 32;

    private final ThreadPoolExecutor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Thread working;
    private boolean busy;               // a task runs, or is about to
    private boolean finished;

    SerialExecutor(ThreadPoolExecutor threads) {
        this.threads = threads;
    }

    /** Queues {@code work}; false when too many tasks wait already, or no more are accepted. */
    synchronized boolean run(Runnable work) {
        if (finished || waiting.size() == MOST_WAITING || !busy && !takesTurn()) {
            return false;
        }
        waiting.add(work);
        return true;
    }

    /** Accepts no more tasks, and waits for those accepted. */
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

    /** Interrupts the running task, and drops those that wait. */
    @Override
    public synchronized void close() {
        finished = true;
        waiting.clear();
        if (working != null) {
            working.interrupt();
        }
    }

    /** Runs a single task, so that the others that share the threads get their turns between. */
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
        Thread.interrupted();           // the interrupt was meant for the task that is over
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
