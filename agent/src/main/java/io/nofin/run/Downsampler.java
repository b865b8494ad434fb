package io.nofin.run;

import io.nofin.run.CounterSeries.CounterReading;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects readings at even intervals, up to a bound. When it is full, it discards every other reading, and takes only every other
 * one from then on; counters lose nothing but resolution by that. Not thread-safe.
 */
final class Downsampler {

    private final String name;
    private final int most;
    private final List<CounterReading> readings = new ArrayList<>();
    private long stride = 1;
    private long offered;

    /** @param most the number of readings to keep; even and positive */
    Downsampler(String name, int most) {
        this.name = name;
        this.most = most;
    }

    void add(CounterReading reading) {
        if (offered++ % stride != 0) {
            return;
        }
        if (readings.size() == most) {
            for (int i = 0; i < most / 2; i++) {
                readings.set(i, readings.get(2 * i));
            }
            readings.subList(most / 2, most).clear();
            stride *= 2;
        }
        readings.add(reading);
    }

    CounterSeries track() {
        return new CounterSeries(name, readings);
    }
}
