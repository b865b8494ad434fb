package io.nofin.witness.measure;

import java.util.OptionalLong;

/**
 * One packet as it was seen at one end.
 *
 * @param nanos    on the clock of {@link System#nanoTime}
 * @param ipId     the identification of IPv4; 0 where there is none
 * @param sequence of TCP: the number of the first byte; 0 otherwise
 * @param length   of the payload on the wire
 * @param payload  its beginning, as much as was captured; not to be changed
 * @param ipBytes  length on the wire, from the IP header on
 * @param clock    of TCP: the sender's timestamp (RFC 7323)
 */
public record Sighting(
        long nanos, FlowKey flow, int ipId, long sequence, int length, byte[] payload, int ipBytes, OptionalLong clock) {
}
