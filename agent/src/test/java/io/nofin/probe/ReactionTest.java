package io.nofin.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReactionTest {

    private static final Disturbance FIRST = disturbance("cut", 100, 200);
    private static final Disturbance SECOND = disturbance("slow", 300, 400);
    private static final Transition UP = change(ProbeState.CONNECTING, ProbeState.UP, 10);

    @Test
    void goesDownInADisturbanceAndComesUpAfterIt() {
        Transition down = change(ProbeState.UP, ProbeState.DOWN, 130);
        Transition failed = change(ProbeState.DOWN, ProbeState.FAILED, 180);
        Transition up = change(ProbeState.FAILED, ProbeState.UP, 240);
        List<Reaction> reactions = Reaction.to(List.of(FIRST, SECOND), List.of(UP, down, failed, up));

        assertEquals(List.of(
            new Reaction(FIRST, ProbeState.UP, Optional.of(down), Optional.of(failed), Optional.of(up)),
            new Reaction(SECOND, ProbeState.UP, Optional.empty(), Optional.empty(), Optional.empty())), reactions);
        assertEquals(Duration.ofNanos(30), reactions.get(0).sinceBeginning(down));
        assertEquals(Duration.ofNanos(40), reactions.get(0).sinceHeal(up));
        assertFalse(reactions.get(0).stayedUp());
        assertTrue(reactions.get(1).stayedUp());
    }

    @Test
    void belongsToTheDisturbanceThatBeganLast() {
        Transition down = change(ProbeState.UP, ProbeState.DOWN, 299);
        Transition up = change(ProbeState.DOWN, ProbeState.UP, 300);
        List<Reaction> reactions = Reaction.to(List.of(FIRST, SECOND), List.of(UP, down, up));

        assertEquals(Optional.of(down), reactions.get(0).down(), "late, but before the next began");
        assertEquals(Optional.empty(), reactions.get(0).up());
        assertEquals(ProbeState.DOWN, reactions.get(1).before());
        assertEquals(Optional.of(up), reactions.get(1).up());
        assertTrue(reactions.get(1).sinceHeal(up).isNegative(), "up before the heal");
    }

    @Test
    void isConnectingBeforeTheFirstChange() {
        assertEquals(ProbeState.CONNECTING, Reaction.to(List.of(FIRST), List.of()).get(0).before());
    }

    private static Disturbance disturbance(String fault, long start, long end) {
        return new Disturbance(List.of(fault), new HoldEvidence.Window(start, end));
    }

    private static Transition change(ProbeState from, ProbeState to, long nanos) {
        return new Transition(from, to, nanos, Instant.EPOCH.plusNanos(nanos), "", 0);
    }
}
