package io.nofin.queue.effect;

/**
 * The numbers of packets of one direction to which one fault did something. Packets are those of the wire: the engine takes large
 * ones apart before it decides, unless it only delays them.
 *
 * @param seen       packets that came in
 * @param passed     packets that were handed on, duplicates among them; some are still held
 * @param lost       packets lost by the fault
 * @param marked     packets that would have been lost, and were marked with congestion experienced instead
 * @param delayed    packets that were handed on to go later than they came
 * @param duplicated packets that came in once and were handed on twice
 * @param corrupted  packets that had a bit flipped
 * @param reordered  packets that went ahead of those that were delayed
 * @param overlimit  packets dropped because more waited than the fault's limit allows
 * @param bytes      the bytes of the packets that came in, from the IP header on
 * @param undelivered packets that did not go on as they should have; they are among those passed
 */
public record LaneCounts(long seen, long passed, long lost, long marked, long delayed, long duplicated, long corrupted,
        long reordered, long overlimit, long bytes, Undelivered undelivered) {

    /** Creates the counts of packets that all went on as they should. */
    public LaneCounts(long seen, long passed, long lost, long marked, long delayed, long duplicated, long corrupted, long reordered,
            long overlimit, long bytes) {
        this(seen, passed, lost, marked, delayed, duplicated, corrupted, reordered, overlimit, bytes, Undelivered.NONE);
    }

    /** Returns the sum of both. */
    public LaneCounts plus(LaneCounts other) {
        return new LaneCounts(seen + other.seen, passed + other.passed, lost + other.lost, marked + other.marked,
            delayed + other.delayed, duplicated + other.duplicated, corrupted + other.corrupted, reordered + other.reordered,
            overlimit + other.overlimit, bytes + other.bytes,
            undelivered.plus(other.undelivered));
    }
}
