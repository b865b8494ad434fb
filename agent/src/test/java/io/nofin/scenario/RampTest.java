package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RampTest {

    private static final Duration OVER = Duration.ofSeconds(10);

    @Test
    void changesEvenlyAndStaysAsItIsInTheEnd() {
        Ramp ramp = new Ramp(delay("0ms"), delay("500ms"), OVER);

        assertEquals(Durations.parse("0ms"), time(ramp, "0s"));
        assertEquals(Durations.parse("50ms"), time(ramp, "1s"));
        assertEquals(Durations.parse("500ms"), time(ramp, "10s"));
        assertEquals(Durations.parse("500ms"), time(ramp, "1h"));
    }

    @Test
    void keepsRoomForItsLongestDelayFromTheBeginning() {
        Ramp ramp = new Ramp(delay("0ms"), delay("10ms"), OVER);

        assertEquals(16_668, ramp.at(Duration.ZERO).limit());
        assertEquals(16_668, ramp.at(OVER).limit());
    }

    /** 10mbit x 1s in the middle of a rate that falls while the delay grows: more than either end holds. */
    @Test
    void hasRoomForEverythingInBetween() {
        Shaping fast = new ShapingBuilder().rate(Rate.of(BitRate.parse("100mbit"))).delay(Delay.of(Duration.ZERO)).build();
        Shaping late = new ShapingBuilder().rate(Rate.of(BitRate.parse("1mbit"))).delay(Delay.of(Durations.parse("1s"))).build();

        assertEquals(16_668, new Ramp(fast, late, OVER).from().limit());
        assertRefused("limit 1000 is too small for 100mbit and 1s: 8334 packets of 1500 bytes are on their way at once: "
            + "write limit: 16668, or leave it out",
            () -> new Ramp(ShapingBuilder.of(fast).limit(1_000).build(), ShapingBuilder.of(late).limit(1_000).build(), OVER));
    }

    @Test
    void keepsTheEffects() {
        Shaping lossy = new ShapingBuilder().loss(Loss.Random.of(Probability.percent(1))).build();

        assertRefused("cannot go from delay: 0s to loss: 1%: keep the same effects at both ends", () -> new Ramp(delay("0s"), lossy, OVER));
    }

    @Test
    void takesSomeTimeAndIsOverBeforeTheFault() {
        Ramp ramp = new Ramp(delay("0s"), delay("1s"), OVER);

        assertRefused("too short: 0s: a ramp takes some time, for example 10s", () -> new Ramp(delay("0s"), delay("1s"), Duration.ZERO));
        assertEquals(Optional.of(ramp), step(List.of("slow"), OVER, ramp).ramp());
        assertRefused("the ramp takes longer than the fault lasts: make over as long as for, or shorter",
            () -> step(List.of("slow"), OVER.minusNanos(1), ramp));
        assertRefused("a ramp of more than one fault: give each fault a step of its own", () -> step(List.of("slow", "cut"), OVER, ramp));
    }

    private static Step step(List<String> inject, Duration length, Ramp ramp) {
        return new Step(Duration.ZERO, inject, length, Duration.ZERO, 1, Optional.of(ramp));
    }

    private static Shaping delay(String time) {
        return new ShapingBuilder().delay(Delay.of(Durations.parse(time))).build();
    }

    private static Duration time(Ramp ramp, String elapsed) {
        return ramp.at(Durations.parse(elapsed)).delay().orElseThrow().time();
    }

    private static void assertRefused(String message, Runnable construction) {
        assertEquals(message, assertThrows(BadValueException.class, construction::run).getMessage());
    }
}
