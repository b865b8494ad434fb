package io.nofin.target;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Hands work to an executor, no more than so much at a time; a caller with more work waits until some of it is done. So a daemon that
 * sends events faster than they are handled is read no faster than that, and the events that it has not sent cost its memory, not
 * nofin's. May be used from any thread except those of the executor, which would wait for themselves.
 */
final class BoundedExecutor {

    private final Executor executor;
    private final Semaphore room;

    /**
     * Creates a backlog.
     *
     * @param most the most work that may wait or be in progress at a time, at least 1
     */
    BoundedExecutor(Executor executor, int most) {
        this.executor = executor;
        this.room = new Semaphore(most);
    }

    /**
     * Hands over work that is done after earlier work. Does nothing when the executor accepts no more, or when the calling thread is
     * interrupted while it waits; it then stays interrupted.
     */
    void execute(Runnable work) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            executor.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            room.release();
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            room.release();
        }
    }
}
