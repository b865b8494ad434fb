package io.nofin.queue.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Loss;
import io.nofin.unit.Probability;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Seeds are fixed, so nothing here can fail by chance; the bounds are four standard deviations. */
class LossProcessTest {

    private static final int PACKETS = 400_000;

    @Test
    void losesItsShareAtRandom() {
        assertEquals(0.02, rate(run(Loss.Random.of(Probability.percent(2)))), bound(0.02));
        assertEquals(1, rate(run(Loss.Random.of(Probability.ONE))));
        assertEquals(0, rate(run(Loss.Random.of(Probability.ZERO))));
    }

    /**
     * Loses less often with much correlation, as the numbers crowd around the middle: a loss of 50 % with a correlation of 60 % is still a
     * half, but one of 2 % with 25 % comes true less often.
     */
    @Test
    void losesLessThanItSaysWithCorrelationAsNetemDoes() {
        assertEquals(0.5, rate(run(new Loss.Random(Probability.percent(50), Probability.percent(60)))), 0.01);
        assertTrue(rate(run(new Loss.Random(Probability.percent(2), Probability.percent(25)))) < 0.01);
    }

    @Test
    void losesInBurstsAsLongAsTheoryOfGilbertElliottSays() {
        double p = 0.01;
        double r = 0.2;
        boolean[] lost = run(new Loss.GilbertElliott(new Probability(p), new Probability(r), Probability.ONE, Probability.ZERO));

        assertEquals(p / (p + r), rate(lost), 4 * bound(p / (p + r)));
        assertEquals(1 / r, meanBurst(lost), 0.25);
        for (int length = 1; length <= 8; length++) {
            assertEquals(Math.pow(1 - r, length - 1) * r, shareOfBursts(lost, length), 0.025, "bursts of " + length);
        }
    }

    @Test
    void losesSomeInTheGoodStateAndSparesSomeInTheBadOne() {
        double p = 0.1;
        double r = 0.3;
        double bad = p / (p + r);
        boolean[] lost = run(new Loss.GilbertElliott(new Probability(p), new Probability(r), new Probability(0.7), new Probability(0.05)));

        assertEquals(bad * 0.7 + (1 - bad) * 0.05, rate(lost), 4 * bound(0.2));
    }

    /** Stationary shares of the chain, from its balance equations. */
    @Test
    void losesTheShareOfItsLosingStates() {
        double p13 = 0.02;
        double p31 = 0.15;
        double p32 = 0.2;
        double p23 = 0.3;
        double p14 = 0.01;
        boolean[] lost = run(new Loss.FourState(new Probability(p13), new Probability(p31), new Probability(p32),
            new Probability(p23), new Probability(p14)));

        double state1 = 1 / (1 + p13 / p31 + p13 / p31 * p32 / p23 + p14);
        assertEquals(state1 * (p13 / p31 + p14), rate(lost), 4 * bound(0.1));
    }

    @Test
    void losesExactlyThePacketsAskedFor() {
        assertEquals(List.of(3L, 6L, 9L), numbersLost(new Loss.Every(3)));
        assertEquals(List.of(1L, 2L), numbersLost(new Loss.First(2)));
        assertEquals(List.of(3L, 7L), numbersLost(new Loss.Packets(List.of(7, 3))));
    }

    private static List<Long> numbersLost(Loss loss) {
        LossProcess process = LossProcess.of(loss, new Dice(1), Optional.empty());
        return LongStream.rangeClosed(1, 10).filter(process::loses).boxed().toList();
    }

    private static boolean[] run(Loss loss) {
        LossProcess process = LossProcess.of(loss, new Dice(77), Optional.empty());
        boolean[] lost = new boolean[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            lost[i] = process.loses(i + 1);
        }
        return lost;
    }

    private static double rate(boolean[] lost) {
        int count = 0;
        for (boolean one : lost) {
            count += one ? 1 : 0;
        }
        return (double) count / lost.length;
    }

    private static double bound(double p) {
        return 4 * Math.sqrt(p * (1 - p) / PACKETS);
    }

    private static double meanBurst(boolean[] lost) {
        return rate(lost) * lost.length / bursts(lost, 0);
    }

    private static double shareOfBursts(boolean[] lost, int length) {
        return (double) bursts(lost, length) / bursts(lost, 0);
    }

    /** Returns how many bursts have that length; 0 stands for any. */
    private static int bursts(boolean[] lost, int length) {
        int bursts = 0;
        int current = 0;
        for (boolean one : lost) {
            if (!one && current > 0 && (length == 0 || current == length)) {
                bursts++;
            }
            current = one ? current + 1 : 0;
        }
        return bursts;
    }
}
