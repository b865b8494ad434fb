package io.nofin.lifecycle;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what has been opened one after the other, newest first, whatever fails; twice is fine. Not thread-safe. */
public final class Closer implements Closeable {

    private final Deque<Closeable> all = new ArrayDeque<>();

    /** Adds what is to be closed before all that was added earlier, and returns it. */
    public <T extends Closeable> T add(T resource) {
        all.push(resource);
        return resource;
    }

    /** @throws IOException the first failure, with the others in it */
    @Override
    public void close() throws IOException {
        if (!all.isEmpty()) {
            Closeable newest = all.pop();
            try (this) {                // the others, after it
                newest.close();
            }
        }
    }
}
