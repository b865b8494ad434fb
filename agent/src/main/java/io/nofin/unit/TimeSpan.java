package io.nofin.unit;

import java.time.Duration;

/** The time from one moment of {@link System#nanoTime}, which belongs to it, to a later one, which does not. */
public record TimeSpan(long fromNanos, long toNanos) {

    public TimeSpan {
        if (toNanos - fromNanos < 0) {
            throw new IllegalArgumentException("time span ends before it starts: from=" + fromNanos + ", to=" + toNanos);
        }
    }

    public Duration length() {
        return Duration.ofNanos(toNanos - fromNanos);
    }

    public boolean contains(long nanos) {
        return nanos - fromNanos >= 0 && toNanos - nanos > 0;
    }

    /** Returns whether this span and another one overlap. The end of the other one counts as part of it here. */
    public boolean overlaps(TimeSpan other) {
        return other.toNanos - fromNanos >= 0 && toNanos - other.fromNanos > 0;
    }

    /** Returns this span shortened at each end; it becomes empty where less than nothing would be left. */
    public TimeSpan within(long laterNanos, long earlierNanos) {
        long from = fromNanos + laterNanos;
        long to = toNanos - earlierNanos;
        return new TimeSpan(from, to - from < 0 ? from : to);
    }
}
