package io.nofin.queue.effect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Slot;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rates, slots and reordering, which have no dice in them, or none that matter. Times are in nanoseconds. */
class TimingTest {

    private static final long PAST = Long.MIN_VALUE / 2;
    private static final BitRate MEGABYTE_A_SECOND = new BitRate(8_000_000);

    @Test
    void sendsOnePacketAfterTheOther() {
        LinkRate line = new LinkRate(Rate.of(MEGABYTE_A_SECOND), PAST);

        assertEquals(1_000_000, line.sent(0, 1_000), "a thousand bytes take a millisecond");
        assertEquals(1_500_000, line.sent(0, 500), "the second waits for the first");
        assertEquals(9_000_000, line.sent(8_000_000, 1_000), "the line was idle");
    }

    @Test
    void countsOverheadAndWholeCells() {
        LinkRate atm = new LinkRate(new Rate(MEGABYTE_A_SECOND, Optional.empty(), 10, 48, 5), PAST);

        assertEquals(3 * 53_000, atm.sent(0, 100), "110 bytes are three cells of 53");
        assertEquals(3 * 53_000 + 53_000, atm.sent(0, 38), "48 bytes are one");
    }

    @Test
    void letsABurstGoAtOnceAndKeepsTheRateBehindIt() {
        LinkRate line = new LinkRate(new Rate(MEGABYTE_A_SECOND, Optional.of(new ByteCount(2_000)), 0, 0, 0), PAST);

        assertArrayEquals(new long[] {0, 0, 1_000_000, 2_000_000},
            new long[] {line.sent(0, 1_000), line.sent(0, 1_000), line.sent(0, 1_000), line.sent(0, 1_000)});
    }

    @Test
    void sendsWhatIsOnTheLineAtTheOldRate() {
        LinkRate before = new LinkRate(Rate.of(MEGABYTE_A_SECOND), PAST);
        before.sent(0, 1_000);
        LinkRate after = new LinkRate(Rate.of(new BitRate(80_000_000)), before.freeAt());

        assertEquals(1_100_000, after.sent(0, 1_000));
    }

    @Test
    void everyThirdGoesAheadWithAGapOfThree() {
        Reordering reordering = new Reordering(new Reorder(Probability.ONE, Probability.ZERO, 3), new Dice(1));
        StringBuilder ahead = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            ahead.append(reordering.goesAhead() ? 'x' : '.');
        }

        assertEquals("..x..x..x", ahead.toString());
    }

    @Test
    void gathersPacketsForTheirSlot() {
        Slots slots = new Slots(new Slot.Between(Duration.ofMillis(2), Duration.ofMillis(2), 2, 0), new Dice(1), 0);

        assertEquals(2_000_001, slots.goes(1, 100));
        assertEquals(2_000_001, slots.goes(5_000, 100), "goes together with the first");
        assertEquals(4_000_001, slots.goes(6_000, 100), "the slot was full");
    }

    @Test
    void slotsComeWithinTheirBounds() {
        Slots slots = new Slots(new Slot.Between(Duration.ofNanos(800), Duration.ofNanos(1_000), 1, 0), new Dice(1), 0);
        long before = slots.goes(1, 100);
        for (int i = 0; i < 1_000; i++) {
            long next = slots.goes(2, 100);
            assertTrue(next - before >= 800 && next - before < 1_000, "pause of " + (next - before));
            before = next;
        }
    }
}
