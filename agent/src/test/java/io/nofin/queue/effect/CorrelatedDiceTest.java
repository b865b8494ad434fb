package io.nofin.queue.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.Probability;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class CorrelatedDiceTest {

    private static final int DRAWS = 200_000;

    @Test
    void drawsTheSameNumbersForTheSameSeedForEver() {
        Dice dice = new Dice(42);

        assertEquals(0xBDD73226L, dice.draw());
        assertEquals(0x28EFE333L, dice.draw());
    }

    @Test
    void isAMeanOfANewNumberAndTheOneBefore() {
        Dice plain = new Dice(5);
        CorrelatedDice dice = new CorrelatedDice(new Dice(5), new Probability(0.25));
        BigInteger weight = BigInteger.valueOf(CorrelatedDice.u32(new Probability(0.25)) + 1);
        BigInteger one = BigInteger.ONE.shiftLeft(32);
        BigInteger last = BigInteger.valueOf(plain.draw());
        for (int i = 0; i < 1_000; i++) {
            last = BigInteger.valueOf(plain.draw()).multiply(one.subtract(weight)).add(last.multiply(weight)).shiftRight(32);

            assertEquals(last.longValueExact(), dice.draw());
        }
    }

    /** The correlation between neighbours is the weight of the number before, as each is a mean of a new number and the one before. */
    @Test
    void neighboursCorrelateAsMuchAsTold() {
        CorrelatedDice dice = new CorrelatedDice(new Dice(6), new Probability(0.6));
        double[] values = new double[DRAWS];
        double mean = 0;
        for (int i = 0; i < DRAWS; i++) {
            values[i] = dice.draw() / 0x1p32;
            mean += values[i] / DRAWS;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 1; i < DRAWS; i++) {
            covariance += (values[i] - mean) * (values[i - 1] - mean);
            variance += (values[i] - mean) * (values[i] - mean);
        }

        assertEquals(0.6, covariance / variance, 0.01);
        assertEquals(0.5, mean, 0.01);
    }

    @Test
    void nothingThatNeverHappensTakesANumber() {
        Dice dice = new Dice(8);
        assertFalse(new CorrelatedDice(dice, Probability.ZERO).happens(0));

        assertEquals(new Dice(8).draw(), dice.draw());
        assertTrue(new CorrelatedDice(dice, Probability.ZERO).happens(CorrelatedDice.u32(Probability.ONE)));
    }
}
