package io.nofin.queue.effect;

/**
 * A flipped bit as one number, so that it needs no object: the index of the bit in the damageable part, and whether checksums are to
 * be corrected.
 */
public final class Damage {

    public static final int NONE = -1;

    private Damage() {
    }

    static int of(int bit, boolean fixChecksum) {
        return bit << 1 | (fixChecksum ? 1 : 0);
    }

    public static int bit(int damage) {
        return damage >> 1;
    }

    public static boolean fixesChecksum(int damage) {
        return (damage & 1) != 0;
    }
}
