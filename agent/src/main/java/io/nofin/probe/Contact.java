package io.nofin.probe;

import java.io.IOException;
import java.time.Duration;

/**
 * One way to find out whether a dependency is there. One thread uses it, which is in the right namespace; interrupting that thread
 * ends an attempt.
 */
public interface Contact extends AutoCloseable {

    /**
     * Makes one attempt.
     *
     * @return how long the dependency took to answer
     * @throws IOException why it did not, in words for a person
     */
    Duration attempt(Duration timeout) throws IOException;

    /** Is run, on any thread, whenever something has happened that a new attempt would show. Set once, before the first attempt. */
    default void onNews(Runnable listener) {
        // most learn by attempts only
    }

    @Override
    default void close() {
        // most have nothing open between attempts
    }
}
