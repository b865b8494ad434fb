package io.nofin.witness.measure;

import io.nofin.scenario.Loss;

/**
 * The loss to expect in the long run.
 *
 * @param ratio       the share of packets lost
 * @param persistence the correlation of one packet's fate with that of the one before, -1 to 1: bursts make a sample worth less
 */
record ExpectedLoss(double ratio, double persistence) {

    static ExpectedLoss of(Loss loss, long packets) {
        if (loss instanceof Loss.Random random) {
            return new ExpectedLoss(random.probability().value(), random.correlation().value());
        }
        if (loss instanceof Loss.GilbertElliott bursts) {
            return of(bursts);
        }
        if (loss instanceof Loss.FourState bursts) {
            return of(bursts);
        }
        if (loss instanceof Loss.Every every) {
            return new ExpectedLoss(1.0 / every.n(), 0);
        }
        double exact = loss instanceof Loss.First first ? Math.min(first.n(), packets)
            : ((Loss.Packets) loss).numbers().stream().filter(number -> number <= packets).count();
        return new ExpectedLoss(packets == 0 ? 0 : exact / packets, 0);
    }

    private static ExpectedLoss of(Loss.GilbertElliott bursts) {
        double p = bursts.p().value();
        double r = bursts.r().value();
        double bad = p + r == 0 ? 0 : p / (p + r);
        return new ExpectedLoss(bad * bursts.oneMinusH().value() + (1 - bad) * bursts.oneMinusK().value(), 1 - p - r);
    }

    /**
     * Returns the share of time in states 3 and 4, from the balance of transitions into and out of each state; packets are lost in
     * these and received in the others.
     */
    private static ExpectedLoss of(Loss.FourState chain) {
        double p13 = chain.p13().value();
        double p31 = chain.p31().value();
        double p32 = chain.p32().value();
        double p23 = chain.p23().value();
        double p14 = chain.p14().value();
        if (p31 == 0) {
            double inBurst = p23 + p32 == 0 ? 1 : p23 / (p23 + p32);     // it never leaves the burst
            return new ExpectedLoss(p13 > 0 ? inBurst : p14 / (1 + p14), 1 - p23 - p32);
        }
        if (p23 == 0 && p32 > 0 && p13 > 0) {
            return new ExpectedLoss(0, 0);                  // sooner or later it stays where everything is received
        }
        double three = p13 / p31;                           // relative to state 1, which is taken as one
        double two = p23 == 0 ? 0 : three * p32 / p23;
        return new ExpectedLoss((three + p14) / (1 + two + three + p14), 1 - p13 - p31);
    }

    /** Returns the number of independent samples that {@code samples} of these are worth. */
    double worth(long samples) {
        double kept = Math.max(0, Math.min(0.999, persistence));
        return samples * (1 - kept) / (1 + kept);
    }
}
