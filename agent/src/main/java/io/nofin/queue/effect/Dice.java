package io.nofin.queue.effect;

/**
 * A stream of random 32-bit numbers that a seed determines for good: SplitMix64, spelt out here so that no library can change it.
 * See Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
final class Dice {

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    /** Returns a seed for the n-th user of a common one. */
    static long seed(long common, int n) {
        return mix(common + (n + 1) * GOLDEN_GAMMA);
    }

    /** Returns a number from 0 to 2^32 - 1, like the kernel's {@code prandom_u32_state()}. */
    long draw() {
        state += GOLDEN_GAMMA;
        return mix(state) >>> Integer.SIZE;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
