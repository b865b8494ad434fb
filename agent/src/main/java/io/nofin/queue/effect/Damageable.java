package io.nofin.queue.effect;

/**
 * The part of a packet that corruption picks a bit from: everything after the IP headers. (A bit flipped in these is a lost packet,
 * and could be a packet to somebody else.)
 *
 * @param headerBytes  the length of the transport protocol's header
 * @param payloadBytes the length of the rest, which alone is damaged when the checksum is to be right
 */
public record Damageable(int headerBytes, int payloadBytes) {

    public static final Damageable NOTHING = new Damageable(0, 0);

    /**
     * Picks a bit.
     *
     * @param random 32 bits
     */
    int bit(long random) {
        return pick(random, 0, headerBytes + payloadBytes);
    }

    int payloadBit(long random) {
        return pick(random, headerBytes, payloadBytes);
    }

    private static int pick(long random, int fromByte, int bytes) {
        return bytes == 0 ? Damage.NONE : fromByte * Byte.SIZE + (int) (random * bytes * Byte.SIZE >>> Integer.SIZE);
    }
}
