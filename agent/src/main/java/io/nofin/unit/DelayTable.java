package io.nofin.unit;

import java.util.function.IntUnaryOperator;

/**
 * The inverted cumulative distributions that tc-netem(8) draws delays from: entry {@code i} of {@value #SIZE} is the deviate, in
 * units of the jitter times {@value #SCALE}, below which {@code i / SIZE} of all packets stay. The values are those of iproute2's own
 * generators (netem/normal.c, pareto.c, paretonormal.c), computed when they are first needed.
 */
public enum DelayTable {
    NORMAL(DelayTable::normal),
    /** The Pareto distribution of shape 3: a short minimum and a long tail. */
    PARETO(DelayTable::pareto),
    /** A quarter normal, three quarters Pareto: close to what long paths show. */
    PARETONORMAL(i -> (normal(i) + 3 * pareto(i)) / 4);

    /** {@code NETEM_DIST_SCALE} in linux/pkt_sched.h: one jitter. */
    public static final int SCALE = 8_192;
    public static final int SIZE = 4_096;

    private static final int RESOLUTION = 4 * SIZE;     // the generators compute four times as many entries, and print every fourth
    private static final double GRID = 0.000_05;
    private static final double GRID_FROM = -10;
    private static final int GRID_STEPS = 401_000;

    private final IntUnaryOperator entry;
    private short[] entries;

    DelayTable(IntUnaryOperator entry) {
        this.entry = entry;
    }

    /** Returns a copy of all entries, as {@code TCA_NETEM_DELAY_DIST} carries them. */
    public short[] toShorts() {
        return entries().clone();
    }

    private synchronized short[] entries() {
        if (entries == null) {
            short[] computed = new short[SIZE];
            for (int i = 0; i < SIZE; i++) {
                computed[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, entry.applyAsInt(i)));
            }
            entries = computed;
        }
        return entries;
    }

    /** Finds, by bisection, the last point of the generator's grid whose rounded probability is {@code 4 i}. */
    private static int normal(int i) {
        int below = 0;
        int above = GRID_STEPS;
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (RESOLUTION * probability(GRID_FROM + middle * GRID) <= 4 * i + 0.5) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return (int) Math.rint((GRID_FROM + below * GRID) * SCALE);
    }

    private static int pareto(int i) {
        double survival = (double) (SIZE - i) / SIZE;
        double deviate = (1.0 / Math.pow(survival, 1.0 / 3.0) - 1.5) * (4.0 / 3.0) * SCALE;
        return (int) Math.rint(Math.min(deviate, Short.MAX_VALUE));
    }

    /** Returns the standard normal distribution function; the series has positive terms only, so nothing cancels. */
    private static double probability(double x) {
        double distance = Math.abs(x);
        double term = distance;
        double sum = distance;
        for (int odd = 3; term > sum * 1e-17; odd += 2) {
            term *= distance * distance / odd;
            sum += term;
        }
        double beyondMedian = sum * Math.exp(-distance * distance / 2) / Math.sqrt(2 * Math.PI);
        return x < 0 ? 0.5 - beyondMedian : 0.5 + beyondMedian;
    }
}
