package io.nofin.silence;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A point on the monotonic clock. */
record Deadline(long nanoTime) {

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Zero when it is over. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Zero when it is still to come. */
    Duration exceeded() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - nanoTime));
    }

    Deadline laterBy(Duration duration) {
        return new Deadline(nanoTime + duration.toNanos());
    }

    void sleep() {
        while (!remaining().isZero()) {
            LockSupport.parkNanos(remaining().toNanos());
        }
    }
}
