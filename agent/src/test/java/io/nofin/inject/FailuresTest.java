package io.nofin.inject;

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

class FailuresTest {

    private final Failures failures = new Failures();

    @Test
    void goesOnAfterAFailureAndThrowsTheFirstWithTheOthersInIt() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        List<String> done = new ArrayList<>();

        failures.attempt(() -> {
            throw first;
        });
        failures.attempt(() -> done.add("between"));
        failures.attempt(() -> {
            throw second;
        });

        assertEquals(List.of("between"), done);
        assertFalse(failures.isEmpty());
        assertSame(first, assertThrows(IOException.class, failures::throwIfAny));
        assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    }

    @Test
    void isSilentWhenAllWentWell() {
        failures.attempt(() -> { });

        assertTrue(failures.isEmpty());
        assertDoesNotThrow(failures::throwIfAny);
    }
}
