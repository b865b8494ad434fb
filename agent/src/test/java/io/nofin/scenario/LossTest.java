package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Probability;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossTest {

    private static final Probability ONE_PERCENT = Probability.percent(1);

    /** Has the values that {@code tc qdisc add ... netem loss gemodel 1%} and {@code loss state 1%} set; see q_netem.c of iproute2. */
    @Test
    void hasTheDefaultsOfTc() {
        assertEquals("{ gilbert-elliott: { p: 1%, r: 99%, 1-h: 100%, 1-k: 0% } }", Loss.GilbertElliott.of(ONE_PERCENT).toString());
        assertEquals("{ markov: { p13: 1%, p31: 99%, p32: 0%, p23: 100%, p14: 0% } }", Loss.FourState.of(ONE_PERCENT).toString());
    }

    @Test
    void leavesAStateWithAProbabilityOfOneAtMost() {
        Probability half = Probability.percent(50);
        Probability more = Probability.percent(50.1);

        assertEquals(half, new Loss.FourState(half, half, half, Probability.ONE, half).p14());
        assertRefused("p13 50% and p14 50.1% are more than 100% together: make one of them smaller: both leave the same state",
            () -> new Loss.FourState(half, half, half, half, more));
        assertRefused("p31 50% and p32 50.1% are more than 100% together: make one of them smaller: both leave the same state",
            () -> new Loss.FourState(half, half, more, half, half));
    }

    @Test
    void countsPacketsFromOne() {
        assertRefused("no such packet: 0: packets count from 1", () -> new Loss.Every(0));
        assertRefused("no such packet: -3: packets count from 1", () -> new Loss.First(-3));
        assertRefused("no such packet: 0: packets count from 1", () -> new Loss.Packets(List.of(3, 0)));
        assertRefused("no packets: write for example packets: [3, 7]", () -> new Loss.Packets(List.of()));
        assertRefused("a packet is named twice: [3, 7, 7]: remove one", () -> new Loss.Packets(List.of(7, 3, 7)));
    }

    @Test
    void losesInRunsWithTheMeanHeld() {
        Loss.GilbertElliott bursts = Loss.GilbertElliott.ofBursts(Probability.percent(20), 4);

        assertEquals(0.25, bursts.r().value(), 1e-12);
        assertEquals(0.2, bursts.p().value() / (bursts.p().value() + bursts.r().value()), 1e-12);
        assertRefused("bursts of 2 packets do not lose 90%: write burst: 9 or more", () -> Loss.GilbertElliott.ofBursts(Probability.percent(90), 2));
        assertRefused("bursts of 2 packets do not lose 100%: leave burst out", () -> Loss.GilbertElliott.ofBursts(Probability.ONE, 2));
    }

    @Test
    void sortsTheNumbersOfPackets() {
        assertEquals(List.of(3, 7, 10), new Loss.Packets(List.of(7, 10, 3)).numbers());
    }

    @Test
    void isExactWhereItCounts() {
        assertTrue(new Loss.Every(10).isExact() && new Loss.First(1).isExact() && new Loss.Packets(List.of(3)).isExact());
        assertFalse(Loss.Random.of(ONE_PERCENT).isExact() || Loss.GilbertElliott.of(ONE_PERCENT).isExact()
            || Loss.FourState.of(ONE_PERCENT).isExact());
    }

    @Test
    void interpolatesEveryParameter() {
        assertEquals("{ probability: 1.5%, correlation: 5% }",
            Loss.Random.of(ONE_PERCENT).interpolated(new Loss.Random(Probability.percent(2), Probability.percent(10)), 0.5).toString());
        assertEquals("{ gilbert-elliott: { p: 2%, r: 98%, 1-h: 100%, 1-k: 0% } }",
            Loss.GilbertElliott.of(ONE_PERCENT).interpolated(Loss.GilbertElliott.of(Probability.percent(3)), 0.5).toString());
        assertEquals("{ markov: { p13: 2%, p31: 98%, p32: 0%, p23: 100%, p14: 0% } }",
            Loss.FourState.of(ONE_PERCENT).interpolated(Loss.FourState.of(Probability.percent(3)), 0.5).toString());
    }

    @Test
    void staysAsItIsWhereThereIsNothingInBetween() {
        assertEquals(new Loss.Every(3), new Loss.Every(3).interpolated(new Loss.Every(9), 0.99));
        assertEquals(new Loss.Every(9), new Loss.Every(3).interpolated(new Loss.Every(9), 1));
    }

    private static void assertRefused(String message, Runnable construction) {
        assertEquals(message, assertThrows(BadValueException.class, construction::run).getMessage());
    }
}
