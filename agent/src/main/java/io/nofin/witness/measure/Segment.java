package io.nofin.witness.measure;

import java.util.TreeMap;

/** Bytes of a stream that left or arrived together, and a record of those among them that are accounted for. Not thread-safe. */
final class Segment {

    private final int place;
    private final PacketObservation sighting;
    private final long start;
    private final TreeMap<Long, Long> open = new TreeMap<>();       // the ranges of which nothing has arrived, by their starts
    private boolean sentAgain;

    /**
     * Creates a segment of which everything is open.
     *
     * @param place its place among those of its end
     * @param start the number of the first byte, counted on beyond 32 bits
     */
    Segment(int place, PacketObservation sighting, long start) {
        this.place = place;
        this.sighting = sighting;
        this.start = start;
        open.put(start, start + sighting.length());
    }

    int place() {
        return place;
    }

    PacketObservation sighting() {
        return sighting;
    }

    long start() {
        return start;
    }

    long end() {
        return start + sighting.length();
    }

    int length() {
        return sighting.length();
    }

    void markSentAgain() {
        sentAgain = true;
    }

    boolean wasSentAgain() {
        return sentAgain;
    }

    boolean leftBefore(Segment arrival) {
        return sighting.nanos() - arrival.sighting.nanos() <= Pairing.CLOCK_ERROR_NANOS;
    }

    boolean isOpen(long at) {
        var range = open.floorEntry(at);
        return range != null && range.getValue() > at;
    }

    /** Returns the end of the open range at {@code at}, at most {@code end}. */
    long openUpTo(long at, long end) {
        return Math.min(end, open.floorEntry(at).getValue());
    }

    /** Closes a part of what is open. */
    void deliver(long from, long to) {
        var range = open.floorEntry(from);
        open.remove(range.getKey());
        if (range.getKey() < from) {
            open.put(range.getKey(), from);
        }
        if (to < range.getValue()) {
            open.put(to, range.getValue());
        }
    }

    /** Returns whether less than half of the segment arrived. */
    boolean isLost() {
        long missing = open.entrySet().stream().mapToLong(range -> range.getValue() - range.getKey()).sum();
        return missing * 2 > length();
    }

    /** Returns whether some of these bytes are known at both ends. */
    boolean hasCaptured(long from, long to, Segment other) {
        return from < Math.min(to, Math.min(capturedUpTo(), other.capturedUpTo()));
    }

    boolean differs(long from, long to, Segment other) {
        for (long at = from; at < Math.min(to, Math.min(capturedUpTo(), other.capturedUpTo())); at++) {
            if (sighting.payload()[(int) (at - start)] != other.sighting.payload()[(int) (at - other.start)]) {
                return true;
            }
        }
        return false;
    }

    private long capturedUpTo() {
        return start + sighting.payload().length;
    }
}
