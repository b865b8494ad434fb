package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parts of a shaping refuse wrong values by themselves. */
class ComponentsTest {

    private static final Duration LITTLE = Durations.parse("1ms");
    private static final Duration LONG = Durations.parse("1s");

    @Test
    void aDelayMayJitterMoreThanItTakes() {
        assertEquals("{ time: 1ms, jitter: 1s }", Delay.of(LITTLE).withJitter(LONG).toString());
    }

    @Test
    void aDelayIsWhatTheKernelTakes() {
        assertEquals("2147483s", Delay.of(Durations.parse("2147483s")).toString());
        assertRefused("not a delay: 2147483.000000001s: write 0s to 2147483s", () -> Delay.of(Durations.parse("2147483.000000001s")));
        assertRefused("not a delay: -1ns: write 0s to 2147483s", () -> Delay.of(Duration.ofNanos(-1)));
        assertRefused("too much jitter: 2.147483648s: write 0s to 2.147483647s: the kernel cuts off the rest",
            () -> Delay.of(LONG).withJitter(Durations.parse("2.147483648s")));
    }

    @Test
    void reorderingHasAGap() {
        assertRefused("not a gap: 0: write 1 or more", () -> new Reorder(Probability.ONE, Probability.ZERO, 0));
    }

    @Test
    void aRateHasOverheadsThatLeaveSomethingOfAPacket() {
        assertEquals("{ rate: 1mbit, overhead: -14, cell-size: 48, cell-overhead: 5 }", rate(-14, 48, 5).toString());
        assertRefused("not a packet overhead: -21: write -20 to 65535", () -> rate(-21, 0, 0));
        assertRefused("not a cell size: -1: write 0 to 65535", () -> rate(0, -1, 0));
        assertRefused("not a cell overhead: 65536: write -65535 to 65535", () -> rate(0, 48, 65_536));
        assertRefused("cell-overhead without cell-size: add for example cell-size: 48", () -> rate(0, 0, 5));
        assertRefused("cells of 48 bytes and an overhead of -48 are empty: make one of them larger", () -> rate(0, 48, -48));
    }

    @Test
    void slotsComeOneAfterTheOther() {
        assertEquals("1ms", new Slot.Between(LITTLE, LITTLE, 0, 0).toString());
        assertEquals("{ min-delay: 0s, max-delay: 1ms, packets: 3, bytes: 1500 }", new Slot.Between(Duration.ZERO, LITTLE, 3, 1_500).toString());
        assertRefused("min-delay is longer than max-delay: 1s and 1ms: swap them", () -> new Slot.Between(LONG, LITTLE, 0, 0));
        assertRefused("slots without a time between them: write for example max-delay: 1ms",
            () -> new Slot.Between(Duration.ZERO, Duration.ZERO, 0, 0));
        assertRefused("not a number of packets: -1: write 1 or more, or leave it out", () -> new Slot.Between(LITTLE, LONG, -1, 0));
        assertRefused("not a number of bytes: 2147483648: write 1 to 2147483647", () -> new Slot.Between(LITTLE, LONG, 0, 1L << 31));
    }

    @Test
    void slotsWithADistributionHaveJitter() {
        assertEquals("{ distribution: pareto, delay: 1s, jitter: 1ms }", new Slot.Spread(LONG, LITTLE, Distribution.PARETO, 0, 0).toString());
        assertRefused("a distribution without jitter: add for example jitter: 200us",
            () -> new Slot.Spread(LITTLE, Duration.ZERO, Distribution.NORMAL, 0, 0));
        assertRefused("a uniform slot has no distribution: write min-delay and max-delay",
            () -> new Slot.Spread(LITTLE, LITTLE, Distribution.UNIFORM, 0, 0));
    }

    private static Rate rate(int overhead, int cellSize, int cellOverhead) {
        return new Rate(BitRate.parse("1mbit"), Optional.empty(), overhead, cellSize, cellOverhead);
    }

    private static void assertRefused(String message, Runnable construction) {
        assertEquals(message, assertThrows(BadValueException.class, construction::run).getMessage());
    }
}
