package io.nofin.shaping;

import io.nofin.scenario.Loss;
import java.util.Arrays;

/**
 * The behaviour of a loss model in the long run, worked out from its Markov chain.
 *
 * @param rate      what part of all packets is lost
 * @param meanBurst how many packets are lost in a row, on the average
 */
record LossTheory(double rate, double meanBurst) {

    private static final int STEPS = 10_000;

    /**
     * Returns the theory of a loss model, with states and probabilities as tc-netem(8) has them. Losses that count packets have no theory.
     */
    static LossTheory of(Loss loss) {
        if (loss instanceof Loss.Random random) {
            return of(new double[][] {{1}}, random.probability().value());
        }
        if (loss instanceof Loss.GilbertElliott ge) {
            double p = ge.p().value();
            double r = ge.r().value();
            return of(new double[][] {{1 - p, p}, {r, 1 - r}}, ge.oneMinusK().value(), ge.oneMinusH().value());
        }
        Loss.FourState chain = (Loss.FourState) loss;
        double p13 = chain.p13().value();
        double p14 = chain.p14().value();
        double p23 = chain.p23().value();
        double p31 = chain.p31().value();
        double p32 = chain.p32().value();
        return of(new double[][] {
            {1 - p13 - p14, 0, p13, p14},
            {0, 1 - p23, p23, 0},
            {p31, p32, 1 - p31 - p32, 0},
            {1, 0, 0, 0}}, 0, 0, 1, 1);
    }

    /**
     * Returns how far the rate in a sample of so many packets may be off, by so many standard deviations: losses that come in longer bursts
     * vary more.
     */
    double rateTolerance(int packets, double deviations) {
        return deviations * Math.sqrt(rate * (1 - rate) * (2 * meanBurst - 1) / packets);
    }

    /** Returns the same for the mean length of bursts, which vary as much as they are long, at most. */
    double meanBurstTolerance(int packets, double deviations) {
        return deviations * meanBurst / Math.sqrt(rate * packets / meanBurst);
    }

    /** @param moves from one state, the row, to another, the column */
    private static LossTheory of(double[][] moves, double... lossOfState) {
        double[] share = new double[moves.length];
        Arrays.fill(share, 1.0 / share.length);
        for (int step = 0; step < STEPS; step++) {
            share = after(share, moves);
        }
        double rate = 0;
        double starts = 0;          // of bursts: received now, and lost next
        for (int now = 0; now < share.length; now++) {
            rate += share[now] * lossOfState[now];
            for (int next = 0; next < share.length; next++) {
                starts += share[now] * (1 - lossOfState[now]) * moves[now][next] * lossOfState[next];
            }
        }
        return new LossTheory(rate, rate / starts);
    }

    private static double[] after(double[] share, double[][] moves) {
        double[] after = new double[share.length];
        for (int now = 0; now < share.length; now++) {
            for (int next = 0; next < share.length; next++) {
                after[next] += share[now] * moves[now][next];
            }
        }
        return after;
    }
}
