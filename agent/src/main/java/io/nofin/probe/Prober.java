package io.nofin.probe;

import java.io.IOException;
import java.time.Duration;

/**
 * One way to find out whether a dependency answers. It is used by one thread, which is in the right namespace; interrupting that
 * thread ends an attempt.
 */
public interface Prober extends AutoCloseable {

    /**
     * Makes one attempt.
     *
     * @return the time the dependency took to answer
     * @throws IOException if it did not answer; the message tells a person why
     */
    Duration attempt(Duration timeout) throws IOException;

    /**
     * Registers a listener, which is run on any thread whenever a new attempt could have a new result. Called once, before the first
     * attempt.
     */
    default void onNews(Runnable listener) {
        // most kinds learn of news by attempts only
    }

    @Override
    default void close() {
        // most kinds have nothing open between attempts
    }
}
