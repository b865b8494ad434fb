package io.nofin.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({"'', '', 0", "'', abc, 3", "ports, ports, 0", "port, ports, 1", "kitten, sitting, 3", "saturday, sunday, 3", "ab, ba, 2"})
    void isTheFewestEditsBothWays(String one, String other, int edits) {
        assertEquals(edits, EditDistance.between(one, other));
        assertEquals(edits, EditDistance.between(other, one));
        assertEquals(OptionalInt.of(edits), EditDistance.within(edits, one, other));
    }

    @Test
    void isNotToldBeyondTheLimit() {
        assertEquals(OptionalInt.empty(), EditDistance.within(2, "kitten", "sitting"));
        assertEquals(OptionalInt.empty(), EditDistance.within(1, "peer", "remote-ports"));
    }
}
