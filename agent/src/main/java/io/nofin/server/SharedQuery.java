package io.nofin.server;

import io.nofin.api.ErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A query about this host that takes long. One thread at a time runs it for all callers that wait, and none while nobody asks.
 * Thread-safe.
 */
final class SharedQuery<T> {

    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_FOR_ROOT = Duration.ofMinutes(1);
    private static final int WAITING = 16;

    private final String name;
    private final Query<T> looking;
    private boolean isLooking;
    private int waiting;
    private Found<T> last;

    /** A query that takes long. */
    @FunctionalInterface
    interface Query<T> {
        T look() throws IOException;
    }

    private record Found<T>(T value, Throwable failure, long beganNanos, long endedNanos) {

        /**
         * Returns whether the last result is no older than the query took, or a second, so that queries take at most half of the
         * time.
         */
        boolean isRecent(long nanos) {
            return nanos - endedNanos < Math.max(KEPT_NANOS, endedNanos - beganNanos);
        }

        T get() throws IOException {
            if (failure instanceof IOException known) {
                throw known;
            }
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            if (failure instanceof Error known) {
                throw known;
            }
            return value;
        }
    }

    /** @param name the subject of the query, for messages */
    SharedQuery(String name, Query<T> looking) {
        this.name = name;
        this.looking = looking;
    }

    /**
     * Returns a result for clients that poll from elsewhere: at most a second old, or as old as the query took.
     *
     * @throws ApiError when it takes too long, or too many wait for it
     */
    T recent() throws IOException {
        return get(Long.MIN_VALUE, false);
    }

    /**
     * Returns a result of a query that begins after this call, for clients on this host that may have changed something just now.
     *
     * @param isRoot whether the client waits rather than being refused
     * @throws ApiError when it takes too long, or too many wait for it
     */
    T fresh(boolean isRoot) throws IOException {
        return get(System.nanoTime(), isRoot);
    }

    private synchronized T get(long notBefore, boolean isRoot) throws IOException {
        boolean isFresh = notBefore != Long.MIN_VALUE;
        long deadline = System.nanoTime() + (isRoot ? PATIENCE_FOR_ROOT : PATIENCE).toNanos();
        if (!isGood(isFresh, notBefore) && waiting >= WAITING && !isRoot) {
            throw busy();
        }
        waiting += isRoot ? 0 : 1;
        try {
            while (!isGood(isFresh, notBefore)) {
                begin();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw busy();
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return last.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            waiting -= isRoot ? 0 : 1;
        }
    }

    private boolean isGood(boolean isFresh, long notBefore) {
        return last != null && (isFresh ? last.beganNanos - notBefore >= 0 : last.isRecent(System.nanoTime()));
    }

    private void begin() {
        if (!isLooking) {
            isLooking = true;
            new Thread(this::look, "nofin-look-" + name).start();
        }
    }

    private void look() {
        long began = System.nanoTime();
        T value = null;
        Throwable failure = null;
        try {
            value = looking.look();
        } catch (IOException | RuntimeException | Error e) {       // passed on to all waiting callers
            failure = e;
        }
        synchronized (this) {
            last = new Found<>(value, failure, began, System.nanoTime());
            isLooking = false;
            notifyAll();
        }
    }

    private ApiError busy() {
        return ApiError.of(ErrorKind.BUSY, "looking at the " + name + " of this host takes long", "try again in a second");
    }
}
