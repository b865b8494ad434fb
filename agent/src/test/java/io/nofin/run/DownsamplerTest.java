package io.nofin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DownsamplerTest {

    private final Downsampler downsampler = new Downsampler("app", 8);

    @Test
    void keepsAllOfAFew() {
        read(8);

        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L), moments());
        assertEquals("app", downsampler.track().name());
    }

    @Test
    void growsCoarserEvenlyAndForgetsNoStretch() {
        read(9);
        assertEquals(List.of(0L, 2L, 4L, 6L, 8L), moments());

        LongStream.range(9, 100).forEach(this::read);
        assertEquals(List.of(0L, 16L, 32L, 48L, 64L, 80L, 96L), moments());
    }

    private void read(int times) {
        LongStream.range(0, times).forEach(this::read);
    }

    private void read(long nanos) {
        downsampler.add(new CounterSeries.CounterReading(nanos, nanos, nanos));
    }

    private List<Long> moments() {
        return downsampler.track().readings().stream().map(CounterSeries.CounterReading::atNanos).toList();
    }
}
