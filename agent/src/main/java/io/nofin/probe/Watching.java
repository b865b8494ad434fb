package io.nofin.probe;

import java.time.Duration;

/** A probe that goes on, in this process or in an agent's. May be used from any thread. Closing it ends the attempt that is being made. */
public interface Watching extends AutoCloseable {

    /** Returns what is known by now. */
    MonitorResult result();

    /** Waits until nobody tries any more: it failed and was to stop then, or it was stopped; false when the time is up. */
    boolean awaitEnd(Duration limit);

    /**
     * Makes no more attempts, waits for the callbacks that are under way, and breaks off those that take longer. The listener is
     * told nothing more afterwards.
     *
     * @param patience how long at most; each callback has its own time limit as well
     */
    void stop(Duration patience);

    @Override
    void close();
}
