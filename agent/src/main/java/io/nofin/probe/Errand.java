package io.nofin.probe;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread that does one thing after the other, for who must not wait, and takes no more than {@value #MOST_WAITING} things that
 * wait. It starts in the namespace of the thread that makes it. May be used from any thread.
 */
final class Errand implements AutoCloseable {

    private static final int MOST_WAITING = 32;

    private final ThreadPoolExecutor thread;

    Errand(String name) {
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
            Thread daemon = new Thread(work, name);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.prestartAllCoreThreads();
    }

    /** False when too much waits already, or nothing is taken any more. */
    boolean run(Runnable work) {
        try {
            thread.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Takes nothing more, and waits for what it took. */
    void finish(Duration patience) {
        thread.shutdown();
        try {
            thread.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts what it does, and forgets what waits. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
