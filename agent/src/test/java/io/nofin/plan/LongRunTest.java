package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.unit.Probability;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the model itself, drawn many times. */
class LongRunTest {

    private static final int DRAWS = 2_000_000;

    @ParameterizedTest
    @CsvSource({"20, 75", "20, 25", "10, 25", "50, 90", "1, 5", "30, 0", "80, 50"})
    void tellsHowOftenACorrelatedDrawComesTrue(double probability, double correlation) {
        SplittableRandom random = new SplittableRandom(7);
        double last = random.nextDouble();
        int hits = 0;
        for (int i = 0; i < DRAWS; i++) {
            last = random.nextDouble() * (1 - correlation / 100) + last * correlation / 100;
            hits += last <= probability / 100 ? 1 : 0;
        }

        assertEquals(hits / (double) DRAWS, LongRun.share(Probability.percent(probability), Probability.percent(correlation)), 0.003);
    }
}
