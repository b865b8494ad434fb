package io.nofin.plan;

import io.nofin.unit.Probability;

/**
 * The rate at which netem's correlated draw comes true in the long run: much lower than its probability for small ones. Each number
 * is a mean of a new one, evenly spread, and the one before, see {@code get_crandom()} in net/sched/sch_netem.c; the distribution in
 * which this settles is found by iterating until it no longer changes.
 */
final class LongRun {

    private static final int STEPS = 4_000;
    private static final int MOST_ROUNDS = 20_000;
    private static final double STAYS = 1e-9;

    private LongRun() {
    }

    /** Returns the share of packets that are hit with that probability and correlation. */
    static double share(Probability probability, Probability correlation) {
        double rho = correlation.value();
        if (rho == 0 || probability.value() == 0 || probability.value() == 1) {
            return probability.value();
        }
        if (rho == 1) {
            return Double.NaN;              // the first draw decides for all
        }
        return at(settled(rho), probability.value());
    }

    /** Returns the settled distribution function at 0, 1/STEPS, ... 1. */
    private static double[] settled(double rho) {
        double[] below = new double[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            below[i] = i / (double) STEPS;
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] next = next(below, rho);
            double change = 0;
            for (int i = 0; i <= STEPS; i++) {
                change = Math.max(change, Math.abs(next[i] - below[i]));
            }
            below = next;
            if (change < STAYS) {
                break;
            }
        }
        return below;
    }

    /** Returns the distribution function of {@code (1 - rho) * even + rho * before}. */
    private static double[] next(double[] below, double rho) {
        double[] area = new double[STEPS + 1];
        for (int i = 1; i <= STEPS; i++) {
            area[i] = area[i - 1] + (below[i - 1] + below[i]) / 2 / STEPS;
        }
        double[] next = new double[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            double x = i / (double) STEPS;
            next[i] = rho / (1 - rho) * (integral(area, x / rho) - integral(area, (x - (1 - rho)) / rho));
        }
        return next;
    }

    private static double integral(double[] area, double to) {
        return to <= 0 ? 0 : to >= 1 ? area[STEPS] + to - 1 : at(area, to);
    }

    private static double at(double[] values, double x) {
        int i = Math.min(STEPS - 1, (int) (x * STEPS));
        return values[i] + (x * STEPS - i) * (values[i + 1] - values[i]);
    }
}
