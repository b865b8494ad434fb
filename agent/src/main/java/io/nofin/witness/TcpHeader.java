package io.nofin.witness;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a TCP header; RFC 9293, and RFC 7323 for the timestamp.
 *
 * @param payloadAt     the offset of the payload in the frame
 * @param payloadLength the length on the wire, in bytes
 * @param clock         the sender's timestamp
 */
record TcpHeader(long sequence, long acknowledgement, int flags, int payloadAt, int payloadLength, OptionalLong clock) {

    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int LEAST = 20;
    private static final int TIMESTAMPS = 8;

    /** Reads a header; empty when it is no TCP, or its header was not captured. */
    static Optional<TcpHeader> of(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        int at = capturedPacket.ip().payload();
        if (capturedPacket.ip().protocol() != IpHeader.TCP || at + LEAST > bytes.length) {
            return Optional.empty();
        }
        int length = (Bytes.u8(bytes, at + 12) >> 4) * 4;
        int onTheWire = capturedPacket.ip().payloadLength() > 0 ? capturedPacket.ip().payloadLength() : capturedPacket.frame().originalLength() - at;
        return Optional.of(new TcpHeader(Bytes.u32(bytes, at + 4), Bytes.u32(bytes, at + 8), Bytes.u8(bytes, at + 13), at + length,
            Math.max(0, onTheWire - length), clock(bytes, at + LEAST, Math.min(bytes.length, at + length))));
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean acknowledges() {
        return has(ACK);
    }

    /** Returns the number of sequence numbers it takes: the payload, and one each for SYN and FIN. */
    int extent() {
        return payloadLength + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    private static OptionalLong clock(byte[] bytes, int from, int end) {
        int at = from;
        while (at + 1 < end && bytes[at] != 0) {            // end of options
            int length = bytes[at] == 1 ? 1 : Bytes.u8(bytes, at + 1);
            if (bytes[at] == TIMESTAMPS && at + 6 <= end) {
                return OptionalLong.of(Bytes.u32(bytes, at + 2));
            }
            at += Math.max(1, length);
        }
        return OptionalLong.empty();
    }
}
