package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Budget;
import io.nofin.scenario.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameRingTest {

    private static final int CHUNK = 100;           // four frames of 9 bytes, with 16 bytes before each
    private static final int CHUNKS = 3;

    private final FrameRing ring = new FrameRing(CHUNKS * CHUNK, CHUNK, CaptureMemory.of(Budget.STANDARD).share(1));

    @Test
    void givesBackWhatItWasGiven() {
        ring.add(5, 1, 70_000, new byte[] {1, 2, 3});
        ring.add(6, 300, 60, new byte[] {-1});
        ring.add(8, 0, 0, new byte[0]);

        CapturedFrame first = ring.between(5, 5).get(0);
        assertEquals(70_000, first.originalLength());
        assertEquals(1, first.link());
        assertArrayEquals(new byte[] {1, 2, 3}, first.bytes());
        assertEquals(List.of(6L, 8L), times(6, 100));
        assertEquals(300, ring.between(6, 6).get(0).link());
    }

    @Test
    void keepsTwoChunksWhenOthersHaveTheMemory() {
        FrameRing poor = new FrameRing(CHUNKS * CHUNK, CHUNK, CaptureMemory.of(Budget.STANDARD.with(Cost.PACKET_MEMORY, 1)).share(1));
        for (int i = 0; i < 3 * 4; i++) {
            poor.add(i, 0, 9, new byte[9]);
        }

        assertTrue(poor.isStarved());
        assertFalse(poor.reachesBackTo(3));
        assertTrue(poor.reachesBackTo(4));
        poor.giveBack();
        poor.giveBack();
        assertEquals(8, poor.between(0, 100).size(), "until nobody needs it");
    }

    @Test
    void keepsTheNewestAndKnowsWhatItForgot() {
        for (int i = 0; i < 4 * CHUNKS + 1; i++) {
            ring.add(i, 0, 9, new byte[9]);
        }

        assertEquals(4L, times(0, 100).get(0));
        assertEquals(4 * (CHUNKS - 1) + 1, times(0, 100).size());
        assertFalse(ring.reachesBackTo(3));
        assertTrue(ring.reachesBackTo(4));
    }

    @Test
    void reachesBackToTheBeginningWhileItHasRoom() {
        for (int i = 0; i < 4 * CHUNKS; i++) {
            ring.add(i, 0, 9, new byte[9]);
        }

        assertTrue(ring.reachesBackTo(Long.MIN_VALUE));
    }

    @Test
    void ordersFramesOfSeveralInterfacesByTime() {
        ring.add(9, 0, 9, new byte[9]);
        ring.add(7, 1, 9, new byte[9]);
        ring.add(8, 1, 9, new byte[9]);

        assertEquals(List.of(7L, 8L, 9L), times(0, 100));
    }

    private List<Long> times(long from, long to) {
        return ring.between(from, to).stream().map(CapturedFrame::nanos).toList();
    }
}
