package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkBitsTest {

    @Test
    void takesTheHighestFreeBits() {
        MarkBits marks = MarkBits.outOf(0x4000_FFFF, 2);

        assertEquals(new MarkBits(0x8000_0000, 0x2000_0000, 0x1000_0000, 0x0C00_0000), marks);
        assertEquals(0x0800_0000, marks.lane(0));
        assertEquals(0x0400_0000, marks.lane(1));
        assertEquals(0, marks.laneNumber(0x0800_0000));
        assertEquals(1, marks.laneNumber(0x0400_0000));
    }

    @Test
    void twoRunsShareNone() {
        MarkBits first = MarkBits.outOf(0, 5);

        assertEquals(0, first.all() & MarkBits.outOf(first.all(), 8).all());
    }

    @Test
    void refusesWhatCannotBe() {
        assertEquals("not enough free mark bits: taken=0xfffffff0, needed=5",
            assertThrows(IllegalArgumentException.class, () -> MarkBits.outOf(0xFFFF_FFF0, 2)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new MarkBits(1, 1, 2, 4));
        assertEquals("no such lane: number=2, lanes=0xc000000", assertThrows(IllegalArgumentException.class,
            () -> MarkBits.outOf(0x4000_FFFF, 2).lane(2)).getMessage());
    }
}
