package io.nofin.witness.measure;

import java.util.OptionalLong;

/**
 * One packet as it was seen at one end.
 *
 * @param nanos    the time on the clock of {@link System#nanoTime}
 * @param ipId     the identification of IPv4; 0 where there is none
 * @param sequence the number of the first byte for TCP; 0 otherwise
 * @param length   the length of the payload on the wire
 * @param payload  the beginning of the payload, as much as was captured; not to be changed
 * @param ipBytes  the length on the wire, from the IP header on
 * @param clock    the sender's timestamp for TCP (RFC 7323)
 */
public record PacketObservation(
        long nanos, FlowKey flow, int ipId, long sequence, int length, byte[] payload, int ipBytes, OptionalLong clock) {
}
