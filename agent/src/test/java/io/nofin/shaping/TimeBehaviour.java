package io.nofin.shaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Rate;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Slot;
import io.nofin.testing.Volley;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Packets go when they should. They never go early, which is exact; how late they are needs to be right in only one of some measurements,
 * as a busy host makes them later still.
 */
interface TimeBehaviour extends Behaviour {

    int MANY = 4_000;
    Duration GAP = Duration.ofNanos(250_000);
    Duration NO_GAP = Duration.ZERO;

    @Test
    default void delaysEveryPacketAsLong() throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(40))));

        double median = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && median > 42; attempt++) {
            Volley volley = wire.fire(100, 100, Duration.ofMillis(1));
            assertEquals(IntStream.range(0, 100).boxed().toList(), numbers(volley));
            assertTrue(volley.quantileMs(0) >= 40, "too early: " + volley.quantileMs(0));
            median = volley.medianMs();
        }
        assertEquals(40, median, 2);
    }

    /** Spreads the delays of 4000 packets by the table. The quantile that varies most does so by 3 ms, a fifth of what is allowed. */
    @ParameterizedTest
    @EnumSource(Distribution.class)
    default void spreadsDelaysAsTheTableSays(Distribution distribution) throws IOException {
        Delay delay = new Delay(Duration.ofMillis(600), Duration.ofMillis(100), Probability.ZERO, distribution);
        assertQuantiles(distribution.toString(), Quantiles.expected(delay), delay, 15);
    }

    /**
     * Correlated delays crowd around the middle. The jitter is so long here that the kernel's remainder does not wrap around, which would
     * hide this.
     */
    @Test
    default void correlatedDelaysCrowdAndFollowEachOtherAsInNetem() throws IOException {
        Delay delay = new Delay(Duration.ofMillis(2_000), Duration.ofMillis(2_000), Probability.percent(80), Distribution.UNIFORM);
        Volley volley = assertQuantiles("correlated", Quantiles.expected(delay), delay, 150);

        assertEquals(0.8, Quantiles.neighbours(volley), 0.08);
    }

    /** A thousand bytes and their headers, on Ethernet or in cells of 48 bytes and 5 more. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 1042", "10, 48, 5, 1166"})
    default void sendsOnePacketAfterTheOther(int overhead, int cell, int cellOverhead, int bytesOnTheLine) throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().rate(
            new Rate(BitRate.parse("2mbit"), Optional.empty(), overhead, cell, cellOverhead)));
        double each = bytesOnTheLine * 8 / 2e6;

        double took = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && took > 105 * each; attempt++) {
            Volley volley = wire.fire(100, 1_000, NO_GAP);
            assertEquals(IntStream.range(0, 100).boxed().toList(), numbers(volley));
            took = volley.arrivals().get(99).sinceStart().toNanos() / 1e9;
        }
        assertEquals(102.5 * each, took, 2.5 * each, "seconds");
    }

    /** The first packet finds no slot open, and each slot takes three. */
    @Test
    default void gathersPacketsForTheirSlots() throws IOException {
        Duration slot = Duration.ofMillis(100);
        ShapedWire wire = wire(new ShapingBuilder().slot(new Slot.Between(slot, slot, 3, 0)));

        long latest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && latest > slot.toNanos(); attempt++) {
            Volley volley = wire.fire(12, 100, NO_GAP);
            assertEquals(IntStream.range(0, 12).boxed().toList(), numbers(volley));
            long[] late = volley.arrivals().stream().mapToLong(
                arrival -> arrival.sinceStart().minus(slot.multipliedBy(arrival.number() / 3 + 1)).toNanos()).toArray();
            assertTrue(Arrays.stream(late).min().getAsLong() >= 0, "before their slot: " + Arrays.toString(late));
            latest = Arrays.stream(late).max().getAsLong();
        }
        assertTrue(latest < slot.toNanos(), "not in their slot: " + latest);
    }

    private Volley assertQuantiles(String what, double[] expected, Delay delay, double tolerance) throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().delay(delay).limit(2 * MANY));
        Volley volley = null;
        for (int attempt = 0; attempt < ATTEMPTS && (volley == null || Quantiles.worst(expected, volley) > tolerance); attempt++) {
            volley = wire.fire(MANY, 100, GAP);
            assertEquals(MANY, volley.arrivals().size());
        }
        System.out.println(what + " p10 p25 p50 p75 p90: " + Quantiles.inMillis(Quantiles.of(volley)) + ", by the table "
            + Quantiles.inMillis(expected));
        assertArrayEquals(expected, Quantiles.of(volley), tolerance);
        return volley;
    }

    private static List<Integer> numbers(Volley volley) {
        return volley.arrivals().stream().map(Volley.Arrival::number).toList();
    }
}
