package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.Connections;
import io.nofin.unit.Probability;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSlotsTest {

    private static final int SEEDS = 200;
    private static final int TEN = 10;

    @ParameterizedTest
    @CsvSource({"20%, 20, 4", "30%, 20, 6", "50%, 20, 10", "1%, 100, 1", "99%, 100, 99", "0.1%, 1000, 1", "9.9%, 1000, 99", "100%, 20, 20"})
    void aRoundHasExactlyTheShare(String share, int round, int hit) {
        ConnectionSlots slots = slots(share, 7);

        assertEquals(round, slots.round());
        assertEquals(hit, slots.hit().size());
        assertEquals(slots.hit().stream().distinct().sorted().toList(), slots.hit());
        assertEquals(hit == round, slots.isAll());
    }

    @Test
    void anyTenInARowHaveTwoOfTwentyPercentGiveOrTakeOne() {
        LongStream.range(0, SEEDS).mapToObj(seed -> slots("20%", seed)).forEach(slots -> IntStream.range(0, slots.round()).forEach(from -> {
            long hit = IntStream.range(from, from + TEN).filter(number -> slots.hit().contains(number % slots.round())).count();
            assertTrue(hit >= 1 && hit <= 3, slots + " from " + from);
        }));
    }

    @Test
    void theSeedDecides() {
        assertEquals(slots("20%", 7), slots("20%", 7));
        assertTrue(LongStream.range(0, SEEDS).mapToObj(seed -> slots("20%", seed)).distinct().count() > SEEDS / 4);
    }

    private static ConnectionSlots slots(String share, long seed) {
        return ConnectionSlots.of(new Connections(Probability.parse(share), ConnectionState.ALL), seed);
    }
}
