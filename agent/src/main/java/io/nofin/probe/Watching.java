package io.nofin.probe;

import java.time.Duration;

/** A running probe, in this process or in an agent's. May be used from any thread. Closing it ends the current attempt. */
public interface Watching extends AutoCloseable {

    /** Returns the results so far. */
    MonitorResult result();

    /**
     * Waits until no more attempts will be made: the probe failed and was to stop then, or it was stopped. Returns false when the
     * time is up.
     */
    boolean awaitEnd(Duration limit);

    /**
     * Makes no more attempts, waits for the callbacks that are under way, and interrupts those that take longer. The listener is not
     * called any more afterwards.
     *
     * @param patience the longest time to wait; each callback has its own time limit as well
     */
    void stop(Duration patience);

    @Override
    void close();
}
