package io.nofin.witness;

import java.util.OptionalLong;

/**
 * The packets that crossed the wire in a stretch of time. Whatever is sent twice counts twice, a FIN as well.
 *
 * @param payloadBytes the payload of TCP and UDP
 * @param fin          TCP segments with that flag
 * @param rst          TCP segments with that flag
 * @param icmpErrors   ICMP and ICMPv6 messages that report a failure
 * @param lastNanos    the time when the last of the packets crossed, on the clock of {@link System#nanoTime}
 * @param complete     false when packets may have escaped the capture: the numbers are then lower bounds, and a zero means that
 *                     nothing is known
 */
public record WireCount(
        long packets, long payloadBytes, long fin, long rst, long icmpErrors, OptionalLong lastNanos, boolean complete) {

    /** Returns whether nothing at all crossed; false as well when that is not known. */
    public boolean isNothing() {
        return complete && packets == 0;
    }

    /** Returns whether nothing crossed that tells a host of a failure or an end; false as well when that is not known. */
    public boolean isSilent() {
        return complete && fin == 0 && rst == 0 && icmpErrors == 0;
    }

    /** Returns the same numbers, marked as incomplete. */
    public WireCount incomplete() {
        return new WireCount(packets, payloadBytes, fin, rst, icmpErrors, lastNanos, false);
    }
}
