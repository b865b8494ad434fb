package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Keyword;
import java.time.Duration;

/**
 * Expects a limit of the run's own timing, at its slowest.
 *
 * @param below more than 0
 */
public record MetricExpectation(Metric metric, Duration below) implements Expectation {

    /** The timings that are measured in every run. */
    public enum Metric implements Keyword {

        /** The time to install all rules, with closed gates. */
        ARMING_TOOK,
        /** The time to open all gates of a step, on all targets. */
        FIRING_TOOK,
        /** The time from the first target's gates to the last one's, in a step. */
        FIRING_SKEW,
        /** The time to close all gates of a step, on all targets. */
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
