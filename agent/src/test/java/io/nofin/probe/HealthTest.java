package io.nofin.probe;

import static io.nofin.probe.ProbeState.CONNECTING;
import static io.nofin.probe.ProbeState.DOWN;
import static io.nofin.probe.ProbeState.FAILED;
import static io.nofin.probe.ProbeState.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Health health = new Health(3);

    @Test
    void goesUpWithTheFirstSuccessAndDownWithTheFirstFailure() {
        assertEquals(List.of(new Transition(CONNECTING, UP, 1, NOW, "", 0)), health.succeeded(1, NOW));
        assertEquals(List.of(), health.succeeded(2, NOW));
        assertEquals(List.of(new Transition(UP, DOWN, 3, NOW, "no", 1)), health.failed(3, NOW, "no"));
        assertEquals(List.of(), health.failed(4, NOW, "no"));
        assertEquals(List.of(new Transition(DOWN, UP, 5, NOW, "", 0)), health.succeeded(5, NOW));
    }

    @Test
    void failsAfterSoManyInARowAndComesBack() {
        health.succeeded(1, NOW);
        health.failed(2, NOW, "a");
        health.failed(3, NOW, "b");

        assertEquals(List.of(new Transition(DOWN, FAILED, 4, NOW, "c", 3)), health.failed(4, NOW, "c"));
        assertEquals(List.of(), health.failed(5, NOW, "d"), "failing on is no news");
        assertEquals(4, health.failures());
        assertEquals(List.of(new Transition(FAILED, UP, 6, NOW, "", 0)), health.succeeded(6, NOW));
    }

    @Test
    void forgetsFailuresThatWereNotInARow() {
        health.failed(1, NOW, "a");
        health.failed(2, NOW, "b");
        health.succeeded(3, NOW);
        health.failed(4, NOW, "c");
        health.failed(5, NOW, "d");

        assertEquals(DOWN, health.state());
    }

    @Test
    void failsWithoutEverHavingBeenUp() {
        assertEquals(List.of(), health.failed(1, NOW, "a"));
        assertEquals(CONNECTING, health.state());
        health.failed(2, NOW, "b");

        assertEquals(List.of(new Transition(CONNECTING, FAILED, 3, NOW, "c", 3)), health.failed(3, NOW, "c"));
    }

    @Test
    void goesDownOnItsWayToFailedWithASingleAttempt() {
        Health impatient = new Health(1);
        impatient.succeeded(1, NOW);

        assertEquals(List.of(new Transition(UP, DOWN, 2, NOW, "no", 1), new Transition(DOWN, FAILED, 2, NOW, "no", 1)),
            impatient.failed(2, NOW, "no"));
    }
}
