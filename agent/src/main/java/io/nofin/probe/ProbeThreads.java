package io.nofin.probe;

import io.nofin.lifecycle.Threads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that the probes of a run share for work that no probe waits for: one calls listeners, and a few run callbacks, however
 * many probes there are. They stay in the namespace of the thread that creates this object. Close it after the probes.
 */
public final class ProbeThreads implements AutoCloseable {

    private static final int MOST_CALLBACKS = 8;

    private final ThreadPoolExecutor notices;
    private final ThreadPoolExecutor callbacks;

    private ProbeThreads(int callbacks) {
        this.notices = pool("nofin-notice", 1);
        this.callbacks = pool("nofin-callback", Math.max(1, Math.min(MOST_CALLBACKS, callbacks)));
    }

    /** @param callbacks the number of callbacks that could run at once; at most 8 do */
    public static ProbeThreads start(int callbacks) {
        return new ProbeThreads(callbacks);
    }

    /** Returns a queue that calls listeners, one call after the other. */
    SerialExecutor notices() {
        return new SerialExecutor(notices);
    }

    /** Returns a queue that runs one probe's callbacks, one after the other. */
    SerialExecutor callbacks() {
        return new SerialExecutor(callbacks);
    }

    @Override
    public void close() {
        notices.shutdownNow();
        callbacks.shutdownNow();
    }

    /** Starts all threads at once: later ones would be in the namespace of the thread that asks for them. */
    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.daemons(name));
        pool.prestartAllCoreThreads();
        return pool;
    }
}
