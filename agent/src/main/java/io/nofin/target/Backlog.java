package io.nofin.target;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Hands work to an executor, no more than so much at a time: whoever has more waits until some of it is done. So a daemon that sends
 * events faster than they are looked at is read no faster than that, and what it has not sent costs its memory, not nofin's. May be
 * used from any thread but those of the executor, which would wait for themselves.
 */
final class Backlog {

    private final Executor executor;
    private final Semaphore room;

    /** @param most how much may wait or be done at a time, at least 1 */
    Backlog(Executor executor, int most) {
        this.executor = executor;
        this.room = new Semaphore(most);
    }

    /**
     * Has it done after what came before. Does nothing when the executor takes nothing any more, or the calling thread is interrupted,
     * and stays so, while it waits.
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
