package io.nofin.lifecycle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureCollectorTest {

    private final FailureCollector failureCollector = new FailureCollector();

    @Test
    void goesOnAfterAFailureAndThrowsTheFirstWithTheOthersInIt() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        List<String> done = new ArrayList<>();

        failureCollector.attempt(() -> {
            throw first;
        });
        failureCollector.attempt(() -> done.add("between"));
        failureCollector.attempt(() -> {
            throw second;
        });

        assertEquals(List.of("between"), done);
        assertFalse(failureCollector.isEmpty());
        assertSame(first, assertThrows(IOException.class, failureCollector::throwIfAny));
        assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    }

    @Test
    void isSilentWhenAllWentWell() {
        failureCollector.attempt(() -> { });

        assertTrue(failureCollector.isEmpty());
        assertDoesNotThrow(failureCollector::throwIfAny);
    }
}
