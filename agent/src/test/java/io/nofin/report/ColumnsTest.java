package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void areAsWideAsTheirWidestCell() {
        assertEquals("""
            a      long heading  c
            wider  x             1
                   y
            """, new Columns("a", "long heading", "c").row("wider", "x", "1").row("", "y", "").text());
    }

    @Test
    void haveHeadingsWithoutRows() {
        assertEquals("a  b\n", new Columns("a", "b").text());
    }
}
