package io.nofin.probe;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** The times that successful attempts took, to three digits. */
public record Latencies(Duration shortest, Duration median, Duration p90, Duration p99, Duration longest) {

    /** @param nanos not empty */
    static Latencies of(Histogram nanos) {
        return new Latencies(Duration.ofNanos(nanos.getMinValue()), at(nanos, 50), at(nanos, 90), at(nanos, 99),
            Duration.ofNanos(nanos.getMaxValue()));
    }

    private static Duration at(Histogram nanos, double percentile) {
        return Duration.ofNanos(nanos.getValueAtPercentile(percentile));
    }
}
