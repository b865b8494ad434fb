package io.nofin.probe;

import static io.nofin.api.ProbeState.CONNECTING;
import static io.nofin.api.ProbeState.DOWN;
import static io.nofin.api.ProbeState.FAILED;
import static io.nofin.api.ProbeState.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeStateMachineTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final ProbeStateMachine probeStateMachine = new ProbeStateMachine(3);

    @Test
    void goesUpWithTheFirstSuccessAndDownWithTheFirstFailure() {
        assertEquals(List.of(new Transition(CONNECTING, UP, 1, NOW, "", 0)), probeStateMachine.succeeded(1, NOW));
        assertEquals(List.of(), probeStateMachine.succeeded(2, NOW));
        assertEquals(List.of(new Transition(UP, DOWN, 3, NOW, "no", 1)), probeStateMachine.failed(3, NOW, "no"));
        assertEquals(List.of(), probeStateMachine.failed(4, NOW, "no"));
        assertEquals(List.of(new Transition(DOWN, UP, 5, NOW, "", 0)), probeStateMachine.succeeded(5, NOW));
    }

    @Test
    void failsAfterSoManyInARowAndComesBack() {
        probeStateMachine.succeeded(1, NOW);
        probeStateMachine.failed(2, NOW, "a");
        probeStateMachine.failed(3, NOW, "b");

        assertEquals(List.of(new Transition(DOWN, FAILED, 4, NOW, "c", 3)), probeStateMachine.failed(4, NOW, "c"));
        assertEquals(List.of(), probeStateMachine.failed(5, NOW, "d"), "failing on is no news");
        assertEquals(4, probeStateMachine.failures());
        assertEquals(List.of(new Transition(FAILED, UP, 6, NOW, "", 0)), probeStateMachine.succeeded(6, NOW));
    }

    @Test
    void forgetsFailuresThatWereNotInARow() {
        probeStateMachine.failed(1, NOW, "a");
        probeStateMachine.failed(2, NOW, "b");
        probeStateMachine.succeeded(3, NOW);
        probeStateMachine.failed(4, NOW, "c");
        probeStateMachine.failed(5, NOW, "d");

        assertEquals(DOWN, probeStateMachine.state());
    }

    @Test
    void failsWithoutEverHavingBeenUp() {
        assertEquals(List.of(), probeStateMachine.failed(1, NOW, "a"));
        assertEquals(CONNECTING, probeStateMachine.state());
        probeStateMachine.failed(2, NOW, "b");

        assertEquals(List.of(new Transition(CONNECTING, FAILED, 3, NOW, "c", 3)), probeStateMachine.failed(3, NOW, "c"));
    }

    @Test
    void goesDownOnItsWayToFailedWithASingleAttempt() {
        ProbeStateMachine impatient = new ProbeStateMachine(1);
        impatient.succeeded(1, NOW);

        assertEquals(List.of(new Transition(UP, DOWN, 2, NOW, "no", 1), new Transition(DOWN, FAILED, 2, NOW, "no", 1)),
            impatient.failed(2, NOW, "no"));
    }
}
