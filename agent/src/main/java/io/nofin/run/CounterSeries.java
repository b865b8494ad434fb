package io.nofin.run;

import java.util.List;

/**
 * A counter of packets, read again and again.
 *
 * @param name     of the host or fault that was counted for
 * @param readings oldest first
 */
public record CounterSeries(String name, List<Reading> readings) {

    /**
     * Packets counted until a moment, either way seen from the target.
     *
     * @param atNanos on the clock of {@link System#nanoTime}
     */
    public record Reading(long atNanos, long in, long out) {
    }

    public CounterSeries {
        readings = List.copyOf(readings);
    }
}
