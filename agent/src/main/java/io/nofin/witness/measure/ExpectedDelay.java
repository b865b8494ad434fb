package io.nofin.witness.measure;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.unit.DelayTable;
import java.util.Arrays;

/** The quantiles of a delay as tc-netem(8) draws it. */
record ExpectedDelay(Delay delay) {

    double quantileNanos(double quantile) {
        double time = delay.time().toNanos();
        double jitter = delay.jitter().toNanos();
        if (jitter == 0) {
            return time;
        }
        if (delay.distribution() == Distribution.UNIFORM) {
            return Math.max(0, time + jitter * (2 * quantile - 1));
        }
        short[] deviates = DelayTable.valueOf(delay.distribution().name()).toShorts();
        Arrays.sort(deviates);
        double deviate = deviates[(int) Math.min(deviates.length - 1, quantile * deviates.length)];
        return Math.max(0, time + jitter * deviate / DelayTable.SCALE);
    }
}
