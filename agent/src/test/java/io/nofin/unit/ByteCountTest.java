package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1500, 1500", "1500b, 1500", "16kb, 16384", "1.5kb, 1536", "1mb, 1048576", "1gb, 1073741824"})
    void parsesEveryUnit(String text, long bytes) {
        assertEquals(new ByteCount(bytes), ByteCount.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1500b, 1500", "1024, 1kb", "1536, 1536", "16kb, 16kb", "2048kb, 2mb", "1gb, 1gb"})
    void formatsExactly(String text, String formatted) {
        assertEquals(formatted, ByteCount.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b", "-1", "1 kb", "1k", "1KB", "1kbit", "1e3", ".5kb"})
    void refusesOtherNotations(String text) {
        assertRefused(text, "not a number of bytes: '" + text
            + "': write a number, or a number and b, kb, mb or gb, for example 1500 or 16kb");
    }

    @Test
    void isWhatTheKernelCountsTo() {
        assertRefused("0", "not a number of bytes: 0: write 1 to 2147483647");
        assertRefused("2gb", "not a number of bytes: 2147483648: write 1 to 2147483647");
        assertRefused("1.0001kb", "not a number of bytes: '1.0001kb': write whole bytes");
    }

    private static void assertRefused(String text, String message) {
        assertEquals(message, assertThrows(BadValueException.class, () -> ByteCount.parse(text)).getMessage());
    }
}
