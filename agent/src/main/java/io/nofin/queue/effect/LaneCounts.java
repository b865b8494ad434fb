package io.nofin.queue.effect;

/**
 * What one fault did to the packets of one direction. Packets are those of the wire: the engine takes large ones apart before it
 * decides, unless it only delays them.
 *
 * @param seen       came in
 * @param passed     were handed on, duplicates among them; some are still held
 * @param lost       by the loss of the fault
 * @param marked     would have been lost, and were marked with congestion experienced instead
 * @param delayed    were handed on to go later than they came
 * @param duplicated came in once and were handed on twice
 * @param corrupted  had a bit flipped
 * @param reordered  went ahead of those that were delayed
 * @param overlimit  dropped because more waited than the fault's limit allows
 * @param bytes      of what came in, from the IP header on
 * @param undelivered what did not go on as it should have; the packets in it are among those passed
 */
public record LaneCounts(long seen, long passed, long lost, long marked, long delayed, long duplicated, long corrupted,
        long reordered, long overlimit, long bytes, Undelivered undelivered) {

    /** Where all went on as it should. */
    public LaneCounts(long seen, long passed, long lost, long marked, long delayed, long duplicated, long corrupted, long reordered,
            long overlimit, long bytes) {
        this(seen, passed, lost, marked, delayed, duplicated, corrupted, reordered, overlimit, bytes, Undelivered.NONE);
    }

    /** Both together. */
    public LaneCounts plus(LaneCounts other) {
        return new LaneCounts(seen + other.seen, passed + other.passed, lost + other.lost, marked + other.marked,
            delayed + other.delayed, duplicated + other.duplicated, corrupted + other.corrupted, reordered + other.reordered,
            overlimit + other.overlimit, bytes + other.bytes,
            undelivered.plus(other.undelivered));
    }
}
