package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B", "999, 999 B", "1000, 1.00 kB", "1500, 1.50 kB", "9994, 9.99 kB", "9999, 10.0 kB", "99949, 99.9 kB", "99999, 100 kB",
        "999499, 999 kB", "999500, 1.00 MB", "12345678, 12.3 MB", "999500000, 1.00 GB", "9223372036854775807, 9223372037 GB"})
    void bytesHaveThreeDigits(long number, String text) {
        assertEquals(text, Quantities.bytes(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 us", "499, 0 us", "1000, 1 us", "999499, 999 us", "999500, 1.00 ms", "1500000, 1.50 ms", "999600000, 1.00 s",
        "12800000000, 12.8 s", "120000000000, 120 s"})
    void durationsHaveThreeDigits(long nanos, String text) {
        assertEquals(text, Quantities.duration(Duration.ofNanos(nanos)));
    }

    @Test
    void oneIsNotMany() {
        assertEquals("0 packets", Quantities.packets(0));
        assertEquals("1 packet", Quantities.packets(1));
        assertEquals("2 ICMP errors", Quantities.count(2, "ICMP error"));
    }
}
