package io.nofin.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened one after the other, and is closed newest first, whatever fails; twice is fine. Not thread-safe. */
final class Closer implements AutoCloseable {

    private final Deque<Closing> all = new ArrayDeque<>();

    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    void add(Closing closing) {
        all.push(closing);
    }

    /** @throws IOException the first failure, with the others in it */
    @Override
    public void close() throws IOException {
        if (!all.isEmpty()) {
            Closing newest = all.pop();
            try (this) {                // the others, after it
                newest.close();
            }
        }
    }
}
