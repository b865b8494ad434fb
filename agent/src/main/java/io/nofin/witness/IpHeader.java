package io.nofin.witness;

import io.nofin.unit.IpFamily;
import java.util.Optional;

/**
 * The places of the parts of an IP packet that may be cut off. See RFC 791 section 3.1 and RFC 8200 sections 3 and 4.
 *
 * @param start         the offset of the header itself
 * @param protocol      the protocol after the header and its extensions; {@link #FRAGMENT} when the packet does not hold its
 *                      beginning
 * @param source        the offset of the source address
 * @param destination   the offset of the destination address
 * @param payload       the offset of the first byte after the header and its extensions
 * @param payloadLength the length of the payload on the wire, in bytes; zero where the header does not give it, as in jumbograms
 */
record IpHeader(IpFamily family, int start, int protocol, int source, int destination, int payload, int payloadLength) {

    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ICMPV6 = 58;
    static final int FRAGMENT = 44;
    static final int GRE = 47;
    static final int ESP = 50;
    static final int SCTP = 132;

    private static final int V4_LENGTH = 20;
    private static final int V6_LENGTH = 40;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int DESTINATION = 60;

    /** Reads a header; empty when there is no IP header at that place, or not all of it. */
    static Optional<IpHeader> at(byte[] bytes, int start) {
        if (start >= bytes.length) {
            return Optional.empty();
        }
        int version = Bytes.u8(bytes, start) >> 4;
        if (version == 4 && start + V4_LENGTH <= bytes.length) {
            return Optional.of(v4(bytes, start));
        }
        return version == 6 && start + V6_LENGTH <= bytes.length ? Optional.of(v6(bytes, start)) : Optional.empty();
    }

    int addressLength() {
        return family.bytes();
    }

    private static IpHeader v4(byte[] bytes, int start) {
        int length = (Bytes.u8(bytes, start) & 0xF) * 4;
        boolean begins = (Bytes.u16(bytes, start + 6) & 0x1FFF) == 0;
        return new IpHeader(IpFamily.IPV4, start, begins ? Bytes.u8(bytes, start + 9) : FRAGMENT, start + 12, start + 16, start + length,
            Math.max(0, Bytes.u16(bytes, start + 2) - length));
    }

    private static IpHeader v6(byte[] bytes, int start) {
        int protocol = Bytes.u8(bytes, start + 6);
        int at = start + V6_LENGTH;
        while (isExtension(protocol) && at + 8 <= bytes.length) {
            if (protocol == FRAGMENT && (Bytes.u16(bytes, at + 2) & 0xFFF8) != 0) {
                break;
            }
            int length = protocol == FRAGMENT ? 8 : (Bytes.u8(bytes, at + 1) + 1) * 8;
            protocol = Bytes.u8(bytes, at);
            at += length;
        }
        int left = Bytes.u16(bytes, start + 4) - (at - start - V6_LENGTH);
        return new IpHeader(IpFamily.IPV6, start, protocol, start + 8, start + 24, at, Math.max(0, left));
    }

    private static boolean isExtension(int protocol) {
        return protocol == HOP_BY_HOP || protocol == ROUTING || protocol == FRAGMENT || protocol == DESTINATION;
    }
}
