package io.nofin.witness;

import java.time.Duration;

/** The time from one moment of {@link System#nanoTime} to a later one, both included. */
public record TimeSpan(long fromNanos, long toNanos) {

    public TimeSpan {
        if (toNanos - fromNanos < 0) {
            throw new IllegalArgumentException("stretch ends before it starts: from=" + fromNanos + ", to=" + toNanos);
        }
    }

    public Duration length() {
        return Duration.ofNanos(toNanos - fromNanos);
    }

    boolean contains(long nanos) {
        return nanos - fromNanos >= 0 && toNanos - nanos >= 0;
    }

    boolean overlaps(TimeSpan other) {
        return toNanos - other.fromNanos >= 0 && other.toNanos - fromNanos >= 0;
    }

    /** Returns the stretch shortened by so much at each end; empty stretches end where they start. */
    TimeSpan within(long laterNanos, long earlierNanos) {
        long from = fromNanos + laterNanos;
        long to = toNanos - earlierNanos;
        return new TimeSpan(from, to - from < 0 ? from : to);
    }
}
