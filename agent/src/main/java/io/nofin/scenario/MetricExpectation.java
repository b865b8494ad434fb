package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Keyword;
import java.time.Duration;

/**
 * How quick the run itself was, at its slowest.
 *
 * @param below more than 0
 */
public record MetricExpectation(Metric metric, Duration below) implements Expectation {

    /** What is measured of every run. */
    public enum Metric implements Keyword {

        /** To install all rules, gates closed. */
        ARMING_TOOK,
        /** To open all gates of a step, on all targets. */
        FIRING_TOOK,
        /** From the first target's gates to the last one's, of a step. */
        FIRING_SKEW,
        /** To close all gates of a step, on all targets. */
        HEALING_TOOK
    }

    public MetricExpectation {
        Expectation.checkLimit(below);
    }

    @Override
    public String toString() {
        return new FlowMapping().add("metric", metric.word()).add("below", Durations.format(below)).toString();
    }
}
