package io.nofin.netlink.route;

import io.nofin.scenario.Loss;

/** What part of all packets a loss model loses in the long run, worked out from its chain. */
final class LossRate {

    private LossRate() {
    }

    static double of(Loss loss) {
        if (loss instanceof Loss.Random random) {
            return random.probability().value();
        }
        if (loss instanceof Loss.GilbertElliott ge) {
            double bad = ge.p().value() / (ge.p().value() + ge.r().value());
            return bad * ge.oneMinusH().value() + (1 - bad) * ge.oneMinusK().value();
        }
        Loss.FourState chain = (Loss.FourState) loss;
        double[] state = {1, 0, 0, 0};
        for (int step = 0; step < 10_000; step++) {
            state = next(chain, state);
        }
        return state[2] + state[3];
    }

    private static double[] next(Loss.FourState chain, double[] now) {
        double p13 = chain.p13().value();
        double p31 = chain.p31().value();
        double p32 = chain.p32().value();
        double p23 = chain.p23().value();
        double p14 = chain.p14().value();
        return new double[] {
            now[0] * (1 - p13 - p14) + now[2] * p31 + now[3],
            now[1] * (1 - p23) + now[2] * p32,
            now[0] * p13 + now[1] * p23 + now[2] * (1 - p31 - p32),
            now[0] * p14,
        };
    }
}
