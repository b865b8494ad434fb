package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitRateTest {

    @ParameterizedTest
    @CsvSource({"8bit, 8", "100bit, 100", "512kbit, 512000", "10mbit, 10000000", "1.5gbit, 1500000000", "1tbit, 1000000000000"})
    void parsesEveryUnit(String text, long bits) {
        assertEquals(new BitRate(bits), BitRate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8bit", "999bit", "1kbit", "1.234567mbit", "10mbit", "1.5gbit", "100tbit"})
    void formatsExactly(String text) {
        assertEquals(text, BitRate.parse(text).toString());
    }

    @Test
    void countsInBytesAsTcDoes() {
        assertEquals(1_250_000, BitRate.parse("10mbit").bytesPerSecond());
        assertEquals(1, BitRate.parse("15bit").bytesPerSecond());
    }

    @Test
    void saysWhichUnitIsMissing() {
        assertRefused("10", "a rate without a unit: 10: write 10mbit, or another of bit, kbit, gbit and tbit");
    }

    @Test
    void saysThatUnitsAreInLowerCase() {
        assertRefused("1.5Gbit", "not a rate: '1.5Gbit': write 1.5gbit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bit", "-1mbit", "1kibit", "1mb", "1m", "1e3bit", ".5mbit"})
    void refusesOtherNotations(String text) {
        assertRefused(text, "not a rate: '" + text
            + "': write a number and bit, kbit, mbit, gbit or tbit, for example 512kbit or 10mbit");
    }

    @ParameterizedTest
    @CsvSource({"1 mbit, 1mbit", "1mbit/s, 1mbit", "10Mbps, '10mbit, or eight times that if you mean bytes'", "5 kbits, 5kbit"})
    void saysHowOtherNotationsAreWritten(String text, String written) {
        assertRefused(text, "not a rate: '" + text + "': write " + written);
    }

    @Test
    void isAByteASecondAtLeast() {
        assertRefused("7bit", "too slow: 7bit: write 8bit at least: a byte a second");
        assertRefused("0mbit", "too slow: 0bit: write 8bit at least: a byte a second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5bit", "1.0001kbit", "999999999999tbit"})
    void refusesWhatIsNotAWholeNumberOfBits(String text) {
        assertRefused(text, "not a rate: '" + text + "': write whole bits, 2^63 of them at most");
    }

    @ParameterizedTest
    @CsvSource({"0, 1mbit", "0.25, 3.25mbit", "1, 10mbit"})
    void interpolatesOnAStraightLine(double fraction, String between) {
        assertEquals(between, BitRate.parse("1mbit").interpolated(BitRate.parse("10mbit"), fraction).toString());
    }

    private static void assertRefused(String text, String message) {
        assertEquals(message, assertThrows(BadValueException.class, () -> BitRate.parse(text)).getMessage());
    }
}
