package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"1ns, 1", "250us, 250000", "100ms, 100000000", "1.5s, 1500000000", "2m, 120000000000", "0.5h, 1800000000000", "0s, 0"})
    void parsesEveryUnit(String text, long nanos) {
        assertEquals(Duration.ofNanos(nanos), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ns", "1.5us", "100ms", "999.999999ms", "1.5s", "90s", "2147483s", "9223372036.854775807s"})
    void formatsExactly(String text) {
        assertEquals(text, Durations.format(Durations.parse(text)));
    }

    @ParameterizedTest
    @CsvSource({"60s, 1m", "600s, 10m", "5400s, 90m", "3600s, 1h", "90000s, 25h", "61s, 61s", "60.5s, 60.5s", "3601s, 3601s"})
    void countsWholeMinutesAndHoursAsSuch(String text, String formatted) {
        assertEquals(formatted, Durations.format(Durations.parse(text)));
        assertEquals(Durations.parse(text), Durations.parse(formatted));
        assertEquals(text, Durations.shortest(Durations.parse(text)), "tc knows no minutes");
    }

    @Test
    void saysWhichUnitIsMissing() {
        assertRefused("10", "a duration without a unit: 10: write 10ms or 10s, or another of ns, us, m and h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "+1s", ".5s", "1.s", "1e3s", "1h30", "5 parsecs", "１s"})
    void refusesOtherNotations(String text) {
        assertRefused(text, "not a duration: " + Quoted.of(text) + ": write a number and ns, us, ms, s, m or h, for example 100ms or 1.5s");
    }

    @ParameterizedTest
    @CsvSource({"1 s, 1s", "1S, 1s", "10min, 10m", "10 sec, 10s", "1h30m, 90m", "1d, 24h", "2 hours 5 minutes, 125m", "1.5 hrs, 90m", "1m30s, 90s", "20 msec, 20ms"})
    void saysHowOtherNotationsAreWritten(String text, String written) {
        assertRefused(text, "not a duration: '" + text + "': write " + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5ns", "999999999999h", "9223372036.854775808s"})
    void refusesWhatNanosecondsCannotHold(String text) {
        assertRefused(text, "not a duration: '" + text + "': stay above a nanosecond and below 292 years");
    }

    private static void assertRefused(String text, String message) {
        assertEquals(message, assertThrows(BadValueException.class, () -> Durations.parse(text)).getMessage());
    }
}
