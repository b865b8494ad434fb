package io.nofin.plan;

/**
 * The bits of the packet mark that one run of nofin uses in one namespace; all others belong to somebody else and stay as they are.
 * No two runs in a namespace may share one, so that each lets past what it has shaped itself, and what another one has shaped comes
 * to it like any packet.
 *
 * @param pastOut on what the engine has sent, and its rules on the way out are to let go
 * @param pastIn  the same on the way in
 * @param hold    on what is not to be stolen and sent again, because address translation would not know it again
 * @param lanes   one for each fault
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
     * Takes the highest bits that are free: others count marks from the lowest.
     *
     * @param taken every bit that a rule of the namespace sets or looks at
     * @param lanes how many faults there are, 1 at least
     * @throws IllegalArgumentException when there are not enough
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

    /** All of them, as a mask. */
    public int all() {
        return pastOut | pastIn | hold | lanes;
    }

    /** The n-th fault's bit, as a mask; the first has number 0. */
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

    /** Which lane has that bit: the inverse of {@link #lane}. */
    public int laneNumber(int bit) {
        return Integer.bitCount(lanes & -(bit << 1));
    }

    /** As iptables writes masks. */
    public static String hex(int bits) {
        return "0x" + Integer.toHexString(bits);
    }
}
