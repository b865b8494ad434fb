package io.nofin.queue;

import java.nio.ByteBuffer;

/** The internet's checksum, RFC 1071, over packets in big-endian buffers. */
final class Checksum {

    private static final long MASK_32 = 0xFFFF_FFFFL;
    private static final int MASK_16 = 0xFFFF;

    private Checksum() {
    }

    /** A sum to be added to others, and to be {@link #fold}ed; what is added must start at an even offset. */
    static long sum(ByteBuffer packet, int from, int length) {
        long sum = 0;
        int at = from;
        int end = from + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long eight = packet.getLong(at);
            sum += (eight >>> Integer.SIZE) + (eight & MASK_32);
        }
        for (; at <= end - Short.BYTES; at += Short.BYTES) {
            sum += packet.getShort(at) & MASK_16;
        }
        return at < end ? sum + ((packet.get(at) & 0xFF) << Byte.SIZE) : sum;
    }

    static int fold(long sum) {
        long folded = (sum >>> Integer.SIZE) + (sum & MASK_32);
        folded = (folded >>> Short.SIZE) + (folded & MASK_16);
        folded = (folded >>> Short.SIZE) + (folded & MASK_16);
        folded = (folded >>> Short.SIZE) + (folded & MASK_16);
        return (int) (folded >>> Short.SIZE) + (int) (folded & MASK_16);
    }

    /** The field's value for a sum over all it covers, itself taken as 0. */
    static int of(long sum) {
        return ~fold(sum) & MASK_16;
    }

    /** The field's value after one of the 16-bit words it covers has changed; RFC 1624, equation 3. */
    static int updated(int checksum, int before, int after) {
        return of((~checksum & MASK_16) + (~before & MASK_16) + (long) after);
    }
}
