package io.nofin.queue;

import io.nofin.queue.effect.Damageable;
import java.nio.ByteBuffer;

/**
 * Looks at an IP packet in a big-endian buffer: where its transport header stands, behind options, extension headers and all.
 * Used again for each packet. Not thread-safe.
 */
final class IpView {

    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ICMPV6 = 58;
    static final int IPV6_HEADER = 40;
    static final int FRAGMENT = 44;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int IPV4_HEADER = 20;
    private static final int MORE_AND_OFFSET = 0x3FFF;
    private static final int OFFSET = 0x1FFF;
    private static final int UDP_HEADER = 8;
    private static final int TCP_HEADER = 20;
    private static final int MULTICAST_V4 = 0xE;        // high four bits
    private static final int MULTICAST_V6 = 0xFF;

    ByteBuffer buffer;
    int at;
    int length;
    boolean valid;
    boolean ipv6;
    boolean routed;
    boolean fragment;
    boolean firstFragment;
    int protocol;
    /** The length of the IP headers; the transport header follows. */
    int headerLength;
    /** The length of the IPv6 headers that are repeated in every fragment. */
    int unfragmentableLength;
    /** The position of the field with the type of the header that follows those. */
    int nextHeaderAt;

    /** Reads the headers; {@link #valid} tells whether they are well-formed. */
    IpView read(ByteBuffer packet, int offset, int bytes) {
        buffer = packet;
        at = offset;
        length = bytes;
        routed = false;
        fragment = false;
        firstFragment = true;
        valid = false;
        if (bytes >= IPV4_HEADER) {
            int version = packet.get(offset) >>> 4 & 0xF;
            ipv6 = version == 6;
            valid = version == 4 ? readV4() : ipv6 && bytes >= IPV6_HEADER && readV6();
        }
        return this;
    }

    private boolean readV4() {
        headerLength = (buffer.get(at) & 0xF) * 4;
        protocol = u8(9);
        int word = u16(6);
        fragment = (word & MORE_AND_OFFSET) != 0;
        firstFragment = (word & OFFSET) == 0;
        return headerLength >= IPV4_HEADER && headerLength <= length;
    }

    private boolean readV6() {
        int next = u8(6);
        int where = IPV6_HEADER;
        nextHeaderAt = 6;
        unfragmentableLength = IPV6_HEADER;
        while (true) {
            if (next != HOP_BY_HOP && next != ROUTING && next != DESTINATION_OPTIONS && next != AUTHENTICATION && next != FRAGMENT) {
                protocol = next;
                headerLength = where;
                return true;
            }
            if (where + 8 > length) {
                return false;
            }
            int size = next == FRAGMENT ? 8 : next == AUTHENTICATION ? (u8(where + 1) + 2) * 4 : (u8(where + 1) + 1) * 8;
            if (next == FRAGMENT) {
                fragment = true;
                firstFragment = (u16(where + 2) & ~7) == 0;
            }
            if (next == HOP_BY_HOP || next == ROUTING) {
                routed |= next == ROUTING;
                nextHeaderAt = where;
                unfragmentableLength = where + size;
            }
            next = u8(where);
            where += size;
            if (where > length) {
                return false;
            }
            if (!firstFragment) {
                protocol = next;
                headerLength = where;
                return true;
            }
        }
    }

    int u8(int offset) {
        return buffer.get(at + offset) & 0xFF;
    }

    int u16(int offset) {
        return buffer.getShort(at + offset) & 0xFFFF;
    }

    boolean multicastOrBroadcast() {
        return ipv6 ? u8(24) == MULTICAST_V6 : u8(16) >>> 4 == MULTICAST_V4 || u8(19) == 0xFF;
    }

    boolean ecnCapable() {
        return (ipv6 ? u8(1) & 0x30 : u8(1) & 0x03) != 0;
    }

    /** Returns the transport header's length; 0 in a fragment that has none, and for protocols unknown here. */
    int transportHeaderLength() {
        int room = length - headerLength;
        if (!firstFragment) {
            return 0;
        }
        return switch (protocol) {
            case TCP -> room >= TCP_HEADER ? Math.min(room, (u8(headerLength + 12) >>> 4) * 4) : room;
            case UDP, ICMP, ICMPV6 -> Math.min(room, UDP_HEADER);
            default -> 0;
        };
    }

    Damageable damageable() {
        int header = transportHeaderLength();
        return new Damageable(header, length - headerLength - header);
    }

    /** Returns the position of the transport checksum, counted from the transport header; -1 where it is not known. */
    static int checksumField(int protocol) {
        return switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            case ICMP, ICMPV6 -> 2;
            default -> -1;
        };
    }
}
