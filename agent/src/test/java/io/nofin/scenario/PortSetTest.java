package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.BadValueException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortSetTest {

    @Test
    void parsesPortsAndRanges() {
        assertEquals(new PortSet.Range(6379, 6379), PortSet.Range.parse("6379"));
        assertEquals(new PortSet.Range(1, 65_535), PortSet.Range.parse("1-65535"));
    }

    @Test
    void printsWhatItParses() {
        assertEquals("6379, 7000-7010", new PortSet(List.of(PortSet.Range.parse("6379"), PortSet.Range.parse("7000-7010"))).toString());
        assertTrue(PortSet.ALL.isEmpty());
    }

    @Test
    void refusesWhatIsNoPort() {
        assertRefused("0", "no such port: 0: ports are 1 to 65535");
        assertRefused("65536", "no such port: 65536: ports are 1 to 65535");
        assertRefused("20-10", "the range is backwards: 20-10: write 10-20");
        assertRefused("http", "not a port: 'http': write for example 6379 or 7000-7010");
        assertRefused("١", "not a port: '١': write for example 6379 or 7000-7010");
    }

    private static void assertRefused(String text, String message) {
        assertEquals(message, assertThrows(BadValueException.class, () -> PortSet.Range.parse(text)).getMessage());
    }
}
