package io.nofin.plan;

import io.nofin.scenario.Side;

/**
 * The bits of the packet mark that one run of nofin uses in one namespace; all others belong to somebody else and stay as they are.
 * No two runs in a namespace may share a bit, so that each run lets the packets pass that it has shaped itself, while packets shaped
 * by another run come to it like any other.
 *
 * @param pastOut the bit on packets from the engine, which its rules on the way out let pass
 * @param pastIn  the bit on packets from the engine, which its rules on the way in let pass
 * @param hold    the bit on packets that must not be stolen and sent again, because address translation would not recognise the copy
 * @param lanes   the bits of the faults, one for each
 */
public record MarkBits(int pastOut, int pastIn, int hold, int lanes) {

    private static final int OWN = 3;

    public MarkBits {
        if (Integer.bitCount(pastOut) != 1 || Integer.bitCount(pastIn) != 1 || Integer.bitCount(hold) != 1 || lanes == 0
                || Integer.bitCount(pastOut | pastIn | hold | lanes) != OWN + Integer.bitCount(lanes)) {
            throw new IllegalArgumentException("mark bits overlap or are missing: pastOut=" + hex(pastOut) + ", pastIn="
                + hex(pastIn) + ", hold=" + hex(hold) + ", lanes=" + hex(lanes));
        }
    }

    /**
     * Takes the highest free bits, because other programs count marks from the lowest.
     *
     * @param taken every bit that a rule of the namespace sets or looks at
     * @param lanes the number of faults, 1 at least
     * @throws IllegalArgumentException when there are not enough free bits
     */
    public static MarkBits outOf(int taken, int lanes) {
        int free = ~taken;
        if (lanes < 1 || Integer.bitCount(free) < OWN + lanes) {
            throw new IllegalArgumentException("not enough free mark bits: taken=" + hex(taken) + ", needed=" + (OWN + lanes));
        }
        int[] bits = new int[OWN];
        for (int i = 0; i < OWN; i++) {
            bits[i] = Integer.highestOneBit(free);
            free &= ~bits[i];
        }
        int chosen = 0;
        for (int i = 0; i < lanes; i++) {
            int bit = Integer.highestOneBit(free);
            chosen |= bit;
            free &= ~bit;
        }
        return new MarkBits(bits[0], bits[1], bits[2], chosen);
    }

    /** Returns the bit on packets from the engine that its rules of one side let pass. */
    public int past(Side side) {
        return side == Side.EGRESS ? pastOut : pastIn;
    }

    /** Returns all of them, as a mask. */
    public int all() {
        return pastOut | pastIn | hold | lanes;
    }

    /** Returns the n-th fault's bit, as a mask; the first has number 0. */
    public int lane(int n) {
        int rest = lanes;
        for (int i = 0; i < n; i++) {
            rest &= ~Integer.highestOneBit(rest);
        }
        if (n < 0 || rest == 0) {
            throw new IllegalArgumentException("no such lane: number=" + n + ", lanes=" + hex(lanes));
        }
        return Integer.highestOneBit(rest);
    }

    /** Returns the number of the lane that has a bit: the inverse of {@link #lane}. */
    public int laneNumber(int bit) {
        return Integer.bitCount(lanes & -(bit << 1));
    }

    /** Returns a mask as iptables writes it. */
    public static String hex(int bits) {
        return "0x" + Integer.toHexString(bits);
    }
}
