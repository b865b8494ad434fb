package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityTest {

    @ParameterizedTest
    @CsvSource({"0%, 0", "2%, 0.02", "0.1%, 0.001", "33.333%, 0.33333", "100%, 1", "100.000%, 1", "007%, 0.07", "0.000000001%, 0.00000000001"})
    void parsesPercentages(String text, double value) {
        assertEquals(value, Probability.parse(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "0.1%", "0.3%", "7%", "10%", "29%", "57.1%", "99.999999999%", "100%", "0.000000001%"})
    void formatsExactly(String text) {
        assertEquals(text, Probability.parse(text).toString());
    }

    @Test
    void saysThatThePercentSignIsMissing() {
        assertRefused("5", "a percentage without %: 5: write 5%");
        assertRefused("0.5", "a percentage without %: 0.5: write 50% or 0.5%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-1%", "+1%", "1 %", ".5%", "1.%", "1e1%", "1%%", "1000%", "1.0000000001%", "１%"})
    void refusesOtherNotations(String text) {
        assertRefused(text, "not a percentage: '" + text + "': write a number and %, for example 2% or 0.1%");
    }

    @Test
    void isBetweenNeverAndAlways() {
        assertRefused("100.000000001%", "more than 100%: 100.000000001%: write 0% to 100%");
        for (double value : new double[] {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals("not a probability: " + value + ": stay between 0 and 1",
                assertThrows(BadValueException.class, () -> new Probability(value)).getMessage());
        }
    }

    @Test
    void hasOneZero() {
        assertEquals(Probability.ZERO, new Probability(-0.0));
    }

    @Test
    void countsInPercent() {
        assertEquals(Probability.parse("0.7%"), Probability.percent(0.7));
    }

    @ParameterizedTest
    @CsvSource({"0%, 100%", "1%, 99%", "7%, 93%", "30%, 70%", "99.9%, 0.1%", "100%, 0%"})
    void leavesTheRestToOneWithoutRounding(String text, String rest) {
        assertEquals(rest, Probability.parse(text).complement().toString());
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.1, 1%", "0.3, 3%", "0.5, 5%", "1, 10%"})
    void interpolatesOnAStraightLine(double fraction, String between) {
        assertEquals(between, Probability.ZERO.interpolated(Probability.percent(10), fraction).toString());
    }

    private static void assertRefused(String text, String message) {
        assertEquals(message, assertThrows(BadValueException.class, () -> Probability.parse(text)).getMessage());
    }
}
