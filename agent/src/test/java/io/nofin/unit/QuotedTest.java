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
    void isNotLongerThanALine() {
        assertEquals("'" + "x".repeat(60) + "...'", Quoted.of("x".repeat(61)));
    }
}
