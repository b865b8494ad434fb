package io.nofin.run;

import java.util.List;

/**
 * Readings of a packet counter over time.
 *
 * @param name     the host or fault that was counted for
 * @param readings oldest first
 */
public record CounterSeries(String name, List<CounterReading> readings) {

    /**
     * Packets counted until some time, by direction as seen from the target.
     *
     * @param atNanos the time of reading, by {@link System#nanoTime}
     */
    public record CounterReading(long atNanos, long in, long out) {
    }

    public CounterSeries {
        readings = List.copyOf(readings);
    }
}
