package io.nofin.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The lateness of packets, the time from when they were due to when they were sent, in buckets that are 19 % apart. The time before
 * the engine had the packet, and after it gave it away, does not count. Counted by one thread, read by any.
 */
public final class Lateness {

    private static final int PER_OCTAVE = 4;
    private static final int BUCKETS = PER_OCTAVE * Long.SIZE;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    Lateness() {
    }

    void add(long nanos) {
        int bucket = bucket(Math.max(PER_OCTAVE, nanos));
        buckets.setRelease(bucket, buckets.getPlain(bucket) + 1);
    }

    public long packets() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += buckets.getAcquire(i);
        }
        return sum;
    }

    /** Returns the lateness that at least this fraction of the packets stayed below; zero when there were none. */
    public Duration quantile(double fraction) {
        long enough = (long) Math.ceil(packets() * fraction);
        long sum = 0;
        for (int i = 0; i < BUCKETS && enough > 0; i++) {
            sum += buckets.getAcquire(i);
            if (sum >= enough) {
                return Duration.ofNanos(above(i));
            }
        }
        return Duration.ZERO;
    }

    private static int bucket(long nanos) {
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        return octave * PER_OCTAVE + (int) (nanos >>> octave - 2 & PER_OCTAVE - 1);
    }

    private static long above(int bucket) {
        int octave = bucket / PER_OCTAVE;
        return (long) (bucket % PER_OCTAVE + 1 + PER_OCTAVE) << octave - 2;
    }
}
