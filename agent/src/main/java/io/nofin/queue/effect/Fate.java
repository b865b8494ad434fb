package io.nofin.queue.effect;

import io.nofin.yaml.Keyword;

/**
 * Something that can become of a packet of a shaped fault, in the order of reports. Those from {@link #REFUSED} on are
 * {@linkplain Undelivered shortfalls} of the engine. The word is the key in reports for machines.
 */
public enum Fate implements Keyword {

    /** The packet came in. */
    SEEN(""),
    /** The packet, or its duplicate, was handed on; it may still be held. */
    PASSED(""),
    /** The packet was handed on to go later than it came. */
    DELAYED("delayed"),
    /** The packet was lost by the fault. */
    LOST("lost"),
    /** The packet would have been lost, and was marked with congestion experienced instead. */
    MARKED("marked instead of lost"),
    /** The packet came in once and was handed on twice. */
    DUPLICATED("duplicated"),
    /** A bit of the packet was flipped. */
    CORRUPTED("corrupted"),
    /** The packet went ahead of those that were delayed. */
    REORDERED("reordered"),
    /** The packet was dropped because more waited than the fault's limit allows. */
    OVERLIMIT("dropped for want of room"),
    REFUSED(""), UNROUTABLE(""), TOO_LARGE(""), NO_ROOM(""), NOT_TAKEN(""), OVERFLOWED(""), UNCOPIED(""), KEPT_WHOLE("");

    private final String words;

    Fate(String words) {
        this.words = words;
    }

    /** Returns the words that follow the number of packets in a report; empty where a report does not name them. */
    public String words() {
        return words;
    }
}
