package io.nofin.queue.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Distribution;
import io.nofin.unit.DelayTable;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DelayDistributionTest {

    private static final int DRAWS = 200_000;
    private static final long MEAN = 100_000_000;
    private static final long JITTER = 10_000_000;

    @ParameterizedTest
    @EnumSource(DelayTable.class)
    void hasTheQuantilesOfItsTable(DelayTable table) {
        long[] delays = draws(Distribution.valueOf(table.name()), Probability.ZERO);
        short[] entries = table.toShorts();
        for (double fraction : new double[] {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
            double expected = MEAN + JITTER * (double) entries[(int) (fraction * DelayTable.SIZE)] / DelayTable.SCALE;

            assertEquals(expected, delays[(int) (fraction * DRAWS)], 0.05 * JITTER, table + " at " + fraction);
        }
    }

    @Test
    void isUniformWithinTheJitter() {
        long[] delays = draws(Distribution.UNIFORM, Probability.ZERO);

        assertTrue(delays[0] >= MEAN - JITTER && delays[DRAWS - 1] < MEAN + JITTER);
        for (double fraction : new double[] {0.1, 0.5, 0.9}) {
            assertEquals(MEAN - JITTER + 2 * JITTER * fraction, delays[(int) (fraction * DRAWS)], 0.02 * JITTER);
        }
    }

    @Test
    void isTheMeanWithoutJitter() {
        DelayDistribution delayDistribution = new DelayDistribution(Duration.ofMillis(3), Duration.ZERO, Probability.ZERO, Distribution.NORMAL, new Dice(1));

        assertEquals(3_000_000, delayDistribution.nextNanos());
    }

    private static long[] draws(Distribution distribution, Probability correlation) {
        DelayDistribution delayDistribution = new DelayDistribution(Duration.ofNanos(MEAN), Duration.ofNanos(JITTER), correlation, distribution, new Dice(3));
        return LongStream.generate(delayDistribution::nextNanos).limit(DRAWS).sorted().toArray();
    }
}
