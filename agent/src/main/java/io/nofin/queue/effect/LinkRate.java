package io.nofin.queue.effect;

import io.nofin.scenario.Rate;

/**
 * A line that sends one packet after the other: each leaves when its last byte is sent; see {@code packet_time_ns()} and
 * {@code netem_enqueue()} in net/sched/sch_netem.c. Packets within the burst go ahead of their time on the line, like the tokens of a
 * bucket.
 */
final class LinkRate {

    private static final long NANOS = 1_000_000_000L;

    private final Rate rate;
    private final long bytesPerSecond;
    private final long burstNanos;
    private long freeAt;

    /**
     * Creates a line.
     *
     * @param freeAt the time when the line has sent what is on it: {@link #freeAt} of the one before, or the past
     */
    LinkRate(Rate rate, long freeAt) {
        this.rate = rate;
        this.bytesPerSecond = rate.rate().bytesPerSecond();
        this.burstNanos = rate.burst().map(burst -> nanos(burst.bytes())).orElse(0L);
        this.freeAt = freeAt;
    }

    long freeAt() {
        return freeAt;
    }

    /**
     * Returns the time when a packet has been sent.
     *
     * @param ready the time when the packet, having been delayed, comes to the line
     */
    long sent(long ready, int bytes) {
        freeAt = Math.max(freeAt, ready) + nanos(onTheLine(bytes));
        return Math.max(ready, freeAt - burstNanos);
    }

    private long onTheLine(int bytes) {
        long length = Math.max(0, (long) bytes + rate.packetOverheadBytes());
        int cell = rate.cellSizeBytes();
        return cell == 0 ? length : (length + cell - 1) / cell * (cell + rate.cellOverheadBytes());
    }

    private long nanos(long bytes) {
        return bytes < Long.MAX_VALUE / NANOS ? bytes * NANOS / bytesPerSecond : Long.MAX_VALUE / 2;
    }
}
