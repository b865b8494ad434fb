package io.nofin.lifecycle;

import java.util.HashMap;
import java.util.Map;

/** Limits a resource for all users together and for each, with a reserve for root. Thread-safe. */
public final class Quotas {

    /** The result of taking one. */
    public enum Answer { TAKEN, OWN_SHARE_IS_USED, ALL_IS_USED }

    private final int all;
    private final int each;
    private final int reserve;
    private final Map<String, Integer> taken = new HashMap<>();
    private int sum;

    /**
     * Creates quotas of which nothing is used.
     *
     * @param all     the limit for all users together
     * @param each    the limit for each user but root
     * @param reserve the reserve for root, in addition to the rest of {@code all}
     */
    public Quotas(int all, int each, int reserve) {
        this.all = all;
        this.each = each;
        this.reserve = reserve;
    }

    /** Takes one. Call {@link #giveBack} later if the answer is {@code TAKEN}. */
    public synchronized Answer take(String who, boolean isRoot) {
        if (!isRoot && taken.getOrDefault(who, 0) >= each) {
            return Answer.OWN_SHARE_IS_USED;
        }
        if (sum >= (isRoot ? all + reserve : all)) {
            return Answer.ALL_IS_USED;
        }
        sum++;
        taken.merge(who, 1, Integer::sum);
        return Answer.TAKEN;
    }

    /** Gives back one that {@code who} took. */
    public synchronized void giveBack(String who) {
        sum--;
        taken.merge(who, -1, (before, minus) -> before + minus == 0 ? null : before + minus);
    }

    /** Returns how many are taken, by all users together. */
    public synchronized int taken() {
        return sum;
    }
}
