package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void showsWordsAsTheyAre() {
        assertEquals("'größe 7'", Quoted.of("größe 7"));
    }

    @Test
    void disarmsWhatCommandsATerminal() {
        assertEquals("'\\u001b[31m\\u000a\\u202e\\ud800'", Quoted.of("\u001b[31m\n\u202e\ud800"));
    }

    @Test
    void disarmsAWholeText() {
        assertEquals("a 'b' \\u001b[2J" + "x".repeat(99), Quoted.visible("a 'b' \u001b[2J" + "x".repeat(99)));
    }

    @Test
    void isNotLongerThanALine() {
        assertEquals("'" + "x".repeat(60) + "...'", Quoted.of("x".repeat(61)));
    }
}
