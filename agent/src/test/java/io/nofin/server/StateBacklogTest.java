package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.ProbeState;
import io.nofin.probe.Transition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StateBacklogTest {

    @Test
    void keepsAThousandStatesForAClientThatReadsSlowlyAndNoMore() throws Exception {
        StateBacklog backlog = new StateBacklog();
        for (int i = 0; i < StateBacklog.MOST; i++) {
            backlog.add(change(i));
        }
        assertFalse(backlog.isFull());

        backlog.add(change(StateBacklog.MOST));

        assertTrue(backlog.isFull());
        assertEquals(StateBacklog.MOST, backlog.rest().size());
        assertEquals(0, backlog.poll(0).orElseThrow().atNanos(), "the oldest");
        backlog.add(change(0));
        assertTrue(backlog.isFull(), "what was lost stays lost");
    }

    private static Transition change(long atNanos) {
        return new Transition(ProbeState.UP, ProbeState.DOWN, atNanos, Instant.EPOCH, "refused", 1);
    }
}
