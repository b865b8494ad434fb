package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    @Test
    void startsEveryTurnOnePeriodAfterTheOther() {
        Step step = step("2s", "1s", "5s", 3);

        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(7), Duration.ofSeconds(12)), step.starts());
        assertEquals(Duration.ofSeconds(13), step.end());
    }

    @Test
    void hasNoPeriodWithoutRepetition() {
        assertEquals(Step.once(Duration.ofSeconds(2), List.of("cut"), Duration.ofSeconds(1)), step("2s", "1s", "7s", 1));
    }

    @Test
    void endsWhereItStartsAgainAtTheEarliest() {
        assertEquals(Duration.ofSeconds(2), step("0s", "1s", "1s", 2).end());
        assertRefused("the fault would start again before it ends: make every as long as for, or longer", "0s", "1s", "999ms", 2);
    }

    @Test
    void lastsWhatAKernelTimeoutCanHold() {
        assertEquals(Duration.ofSeconds(2_147_483), step("0s", "2147483s", "0s", 1).length());
        assertRefused("too long for a kernel timeout: a fault lasts 2147483s at most", "0s", "2147483.000000001s", "0s", 1);
        assertRefused("too short: 999us: a fault lasts 1ms at least", "0s", "999us", "0s", 1);
    }

    @Test
    void isRepeatedABoundedNumberOfTimes() {
        assertRefused("cannot be repeated so often: 0: times is 1 to 100000", "0s", "1s", "1s", 0);
        assertRefused("cannot be repeated so often: 100001: times is 1 to 100000", "0s", "1s", "1s", 100_001);
        assertRefused("the step ends after more than 292 years: make at, every or times smaller", "2562047h", "1s", "1h", 2);
    }

    private static Step step(String at, String length, String every, int times) {
        return new Step(Durations.parse(at), List.of("cut"), Durations.parse(length), Durations.parse(every), times);
    }

    private static void assertRefused(String message, String at, String length, String every, int times) {
        assertEquals(message, assertThrows(BadValueException.class, () -> step(at, length, every, times)).getMessage());
    }
}
