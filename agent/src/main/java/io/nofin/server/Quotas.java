package io.nofin.server;

import java.util.HashMap;
import java.util.Map;

/** The limits of a resource, for all together and for each, and the reserve for root alone. May be used from any thread. */
final class Quotas {

    /** The result of taking one. */
    enum Answer { TAKEN, OWN_SHARE_IS_USED, ALL_IS_USED }

    private final int all;
    private final int each;
    private final int reserve;
    private final Map<String, Integer> taken = new HashMap<>();
    private int sum;

    /**
     * Begins with nothing taken.
     *
     * @param all     for everybody together
     * @param each    for each but root
     * @param reserve for root, besides what is left of {@code all}
     */
    Quotas(int all, int each, int reserve) {
        this.all = all;
        this.each = each;
        this.reserve = reserve;
    }

    /** Takes one; call {@link #giveBack} later if the answer is {@code TAKEN}. */
    synchronized Answer take(String who, boolean isRoot) {
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

    synchronized void giveBack(String who) {
        sum--;
        taken.merge(who, -1, (before, minus) -> before + minus == 0 ? null : before + minus);
    }

    synchronized int taken() {
        return sum;
    }
}
