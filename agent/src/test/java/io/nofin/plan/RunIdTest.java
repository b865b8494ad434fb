package io.nofin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Side;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunIdTest {

    private static final RunId RUN = new RunId("k3f9q2");

    @Test
    void namesAreReadAsTheyAreMade() {
        assertEquals("NOFIN-k3f9q2-out", RUN.chain(Side.EGRESS));
        assertEquals("NOFIN-k3f9q2-12-in", RUN.faultChain(12, Side.INGRESS));
        assertEquals("nofin-k3f9q2-12-", RUN.setPrefix(12));

        assertEquals(Optional.of(new RunId.GateName(RUN, 12)), RunId.parseSet("nofin-k3f9q2-12-6"));
        assertEquals(Optional.of(new RunId.GateName(RUN, 12)), RunId.parseFaultChain("NOFIN-k3f9q2-12-in"));
        assertEquals(Optional.empty(), RunId.parseFaultChain("NOFIN-k3f9q2-out"));
        assertTrue(RunId.isOurChain("NOFIN-k3f9q2-out"));
        assertTrue(RunId.isOurSet("nofin-k3f9q2-12-4"));
    }

    @Test
    void knowsItsOwnChainsFromOtherRuns() {
        assertTrue(RUN.ownsChain("NOFIN-k3f9q2-in"));
        assertTrue(RUN.ownsChain("NOFIN-k3f9q2-1-out"));
        assertFalse(RUN.ownsChain("NOFIN-abcdef-1-out"));
    }

    @Test
    void leavesNamesAloneThatAreOnlyAlike() {
        assertFalse(RunId.isOurChain("NOFIN-k3f9q2"));
        assertFalse(RunId.isOurChain("NOFIN-k3f9q2-out-2"));
        assertFalse(RunId.isOurChain("my-NOFIN-k3f9q2-out"));
        assertFalse(RunId.isOurChain("NOFIN-K3F9Q2-out"));
        assertTrue(RunId.isOurChain("NOFIN-k3f9q2-12-pick"));
        assertTrue(RunId.isOurSet("nofin-k3f9q2-12-h6"));
        assertEquals(Optional.empty(), RunId.parseFaultChain("NOFIN-k3f9q2-12-hit"));
        assertEquals(Optional.empty(), RunId.parseSet("nofin-k3f9q2-12-s4"));
        assertFalse(RunId.isOurSet("nofin-a-4"));
        assertFalse(RunId.isOurSet("nofin-k3f9q2-1-5"));
        assertEquals(Optional.empty(), RunId.parseSet("users"));
    }

    @Test
    void leavesNumbersAloneThatNoRunHas() {
        assertEquals(Optional.empty(), RunId.parseSet("nofin-abcdef-9999999999999999-4"));
        assertEquals(Optional.empty(), RunId.parseFaultChain("NOFIN-abcdef-99999999999-in"));
    }

    @Test
    void drawsDifferentOnes() {
        Set<RunId> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            drawn.add(RunId.draw());
        }
        assertEquals(100, drawn.size());
    }

    @Test
    void refusesWhatWouldNotFitAName() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new RunId("TOO LONG"));

        assertEquals("a run's id has six characters of a-z and 0-9: id=TOO LONG", refused.getMessage());
    }
}
