package io.nofin.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.ProbeState;
import io.nofin.unit.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReactionTest {

    private static final FaultWindow FIRST = disturbance("cut", 100, 200);
    private static final FaultWindow SECOND = disturbance("slow", 300, 400);
    private static final Transition UP = change(ProbeState.CONNECTING, ProbeState.UP, 10);

    @Test
    void goesDownInADisturbanceAndComesUpAfterIt() {
        Transition down = change(ProbeState.UP, ProbeState.DOWN, 130);
        Transition failed = change(ProbeState.DOWN, ProbeState.FAILED, 180);
        Transition up = change(ProbeState.FAILED, ProbeState.UP, 240);
        List<Reaction> reactions = Reaction.to(List.of(FIRST, SECOND), List.of(UP, down, failed, up), List.of());

        assertEquals(List.of(
            new Reaction(FIRST, ProbeState.UP, Optional.of(down), Optional.of(failed), Optional.of(up), Optional.empty()),
            new Reaction(SECOND, ProbeState.UP, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())), reactions);
        assertEquals(Duration.ofNanos(30), reactions.get(0).sinceBeginning(down));
        assertEquals(Duration.ofNanos(40), reactions.get(0).sinceHeal(up));
        assertFalse(reactions.get(0).stayedUp());
        assertTrue(reactions.get(1).stayedUp());
    }

    @Test
    void belongsToTheDisturbanceThatBeganLast() {
        Transition down = change(ProbeState.UP, ProbeState.DOWN, 299);
        Transition up = change(ProbeState.DOWN, ProbeState.UP, 300);
        List<Reaction> reactions = Reaction.to(List.of(FIRST, SECOND), List.of(UP, down, up), List.of());

        assertEquals(Optional.of(down), reactions.get(0).down(), "late, but before the next began");
        assertEquals(Optional.empty(), reactions.get(0).up());
        assertEquals(ProbeState.DOWN, reactions.get(1).before());
        assertEquals(Optional.of(up), reactions.get(1).up());
        assertTrue(reactions.get(1).sinceHeal(up).isNegative(), "up before the heal");
    }

    @Test
    void isConnectingBeforeTheFirstChange() {
        assertEquals(ProbeState.CONNECTING, Reaction.to(List.of(FIRST), List.of(), List.of()).get(0).before());
    }

    @Test
    void takesTheMedianOfWhatBeganAndEndedMeanwhile() {
        List<Attempt> attempts = List.of(attempt(105, 10), attempt(120, 5), attempt(140, 7), attempt(160, 9), new Attempt(180, Optional.empty()),
            attempt(200, 1));

        assertEquals(Optional.of(Duration.ofNanos(7)), Reaction.to(List.of(FIRST), List.of(UP), attempts).get(0).median());
        assertEquals(Optional.empty(), Reaction.to(List.of(SECOND), List.of(UP), attempts).get(0).median());
    }

    private static Attempt attempt(long atNanos, long latencyNanos) {
        return new Attempt(atNanos, Optional.of(Duration.ofNanos(latencyNanos)));
    }

    private static FaultWindow disturbance(String fault, long start, long end) {
        return new FaultWindow(List.of(fault), new TimeSpan(start, end));
    }

    private static Transition change(ProbeState from, ProbeState to, long nanos) {
        return new Transition(from, to, nanos, Instant.EPOCH.plusNanos(nanos), "", 0);
    }
}
