package io.nofin.witness;

import java.util.Optional;

/** Checks the transport checksum of captured packets; RFC 1071. */
final class Checksums {

    private static final int ALL_ONES = 0xFFFF;

    private Checksums() {
    }

    /**
     * Returns whether the checksum is right, or still the device's to work out: it is that of the pseudo-header alone then. Empty where there is
     * none, or not all of the packet was captured.
     */
    static Optional<Boolean> areRight(CapturedPacket capturedPacket) {
        byte[] bytes = capturedPacket.frame().bytes();
        IpHeader ip = capturedPacket.ip();
        int field = field(ip);
        int end = ip.payload() + ip.payloadLength();
        if (field < 0 || end > bytes.length || field + Short.BYTES > end || ip.protocol() == IpHeader.UDP && Bytes.u16(bytes, field) == 0) {
            return Optional.empty();
        }
        long pseudo = ip.protocol() == IpHeader.ICMP ? 0
            : sum(bytes, ip.source(), ip.source() + 2 * ip.addressLength()) + ip.protocol() + ip.payloadLength();
        return Optional.of(folded(pseudo + sum(bytes, ip.payload(), end)) == ALL_ONES || folded(pseudo) == Bytes.u16(bytes, field));
    }

    private static int field(IpHeader ip) {
        return switch (ip.protocol()) {
            case IpHeader.TCP -> ip.payload() + 16;
            case IpHeader.UDP -> ip.payload() + 6;
            case IpHeader.ICMP, IpHeader.ICMPV6 -> ip.payload() + 2;
            default -> -1;
        };
    }

    private static long sum(byte[] bytes, int from, int end) {
        long sum = 0;
        for (int at = from; at < end; at += Short.BYTES) {
            sum += at + 1 < end ? Bytes.u16(bytes, at) : Bytes.u8(bytes, at) << Byte.SIZE;
        }
        return sum;
    }

    private static int folded(long sum) {
        long folded = sum;
        while (folded > ALL_ONES) {
            folded = (folded & ALL_ONES) + (folded >>> Short.SIZE);
        }
        return (int) folded;
    }
}
