package io.nofin.witness.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

    /** Returns Wilson's interval, as computed by hand: p = 0.1, n = 100, z = 3.2905. */
    @Test
    void isWilsons() {
        Interval interval = Interval.ofProportion(10, 100);

        assertEquals(0.0375, interval.low(), 0.0001);
        assertEquals(0.2407, interval.high(), 0.0001);
    }

    @Test
    void tellsLittleOfFewSamples() {
        assertEquals(new Interval(0, 1), Interval.ofProportion(0, 0));
        assertTrue(Interval.ofProportion(0, 10).reaches(0.5, 0));
        assertFalse(Interval.ofProportion(0, 1_000).reaches(0.5, 0));
    }

    /** A thousand experiments at 99.9 % go wrong once; the seed is one with which they go wrong less than five times. */
    @Test
    void holdsTheTruthAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(1);
        int outside = 0;
        for (int i = 0; i < 1_000; i++) {
            long hits = LongStream.range(0, 500).filter(trial -> random.nextInt(100) < 5).count();
            outside += Interval.ofProportion(hits, 500).reaches(0.05, 0) ? 0 : 1;
        }
        assertTrue(outside < 5, "outside " + outside);
    }

    @Test
    void boundsAQuantileByTheSamplesAroundIt() {
        List<Long> values = LongStream.range(0, 1_000).boxed().toList();
        Interval median = Interval.ofQuantile(values, 0.5);

        assertEquals(446, median.low());            // 500 - 3.2905 * 15.8 = 447.97
        assertEquals(553, median.high());
        assertTrue(median.isBounded());
        assertFalse(Interval.ofQuantile(values.subList(0, 100), 0.99).isBounded());
    }
}
