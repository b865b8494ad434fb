package io.nofin.queue.effect;

import io.nofin.unit.Probability;

/**
 * Random numbers each of which is a mean of a new one and the one before, as {@code get_crandom()} in net/sched/sch_netem.c makes
 * them. With much correlation the numbers crowd around the middle, so that events of a small probability happen more rarely than it
 * says, as they do with netem.
 */
final class CorrelatedDice {

    private static final long ONE = 1L << Integer.SIZE;
    private static final long MAX_U32 = ONE - 1;

    private final Dice dice;
    private final long rho;
    private long last;

    CorrelatedDice(Dice dice, Probability correlation) {
        this.dice = dice;
        this.rho = u32(correlation);
        this.last = rho == 0 ? 0 : dice.draw();
    }

    /** Returns the kernel's fixed-point probability: 0 is never, 2^32 - 1 is always. */
    static long u32(Probability probability) {
        return (long) Math.rint(probability.value() * MAX_U32);
    }

    long draw() {
        long value = dice.draw();
        if (rho == 0) {
            return value;
        }
        long weight = rho + 1;
        last = value * (ONE - weight) + last * weight >>> Integer.SIZE;     // fits 64 bits, unsigned
        return last;
    }

    /** Returns whether an event of that {@link #u32} probability happens now; one that never happens takes no number. */
    boolean happens(long probability) {
        return probability != 0 && probability >= draw();
    }
}
