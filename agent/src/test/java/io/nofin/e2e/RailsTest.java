package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Safeguards that keep faults from harm: in the scenario, on the command line and in the host's own configuration. */
class RailsTest extends InWorld {

    private static final String FILE = "/etc/nofin/nofin.yaml";

    @Test
    void theStopFileHealsAndKeepsNewFaultsAway() throws Exception {
        try (Nofin one = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "120s").awaitFiring();
                Nofin other = Nofin.start(world, "drop", "--target", "netns:peer", "--peer", "10.99.0.77", "--for", "120s").awaitFiring()) {
            assertFalse(reaches(PEER));

            world.sh("touch /run/nofin/stop");

            for (Nofin nofin : new Nofin[] {one, other}) {
                String report = nofin.await().exitedWith(5).output();
                assertTrue(report.contains("problem: stopped by /run/nofin/stop"), report);
            }
            assertReaches(PEER);
            assertNothingIsLeft();
        }
        Nofin.Result refused = run("drop", "--target", "netns:app", "--for", "1s").exitedWith(3);
        assertEquals("nofin: all faults on this host are stopped: remove /run/nofin/stop to allow them again", lastLine(refused));
        world.sh("rm /run/nofin/stop");
        run("drop", "--target", "netns:app", "--for", "100ms", "--optional").exitedWith(0);
    }

    @Test
    void theStopFileIsSeenWhereTheDirectoryWasRemoved() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "120s").awaitFiring()) {
            world.sh("umask 077; rm -r /run/nofin; until mkdir /run/nofin 2>/dev/null || [ -d /run/nofin ]; do :; done; sleep 0.2; touch /run/nofin/stop");

            nofin.await().exitedWith(5);
        }
    }

    @Test
    void protectedPeersAndPortsAreNeverFaulted() throws Exception {
        world.configure("nofin: 1\nprotect: { ports: 8 }\n");
        String scenario = scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            protect: { peers: [10.99.0.3, fd00:99::2] }
            faults: { cut: { on: app, drop: silent } }
            timeline: [{ inject: cut, for: 6s }]
            """).toString();
        try (Nofin nofin = Nofin.start(world, "run", scenario).awaitFiring()) {
            assertFalse(reaches(PEER));
            assertReaches(OTHER_PEER, "protected by the scenario");
            assertReaches(PEER_6, "protected by the scenario");
            assertEquals(Attempt.ANSWERED, Attempt.tcp(app, PEER, 8).makePatiently(), "protected by the host");

            nofin.await().exitedWith(0);
        }
        String plan = run("plan", scenario).exitedWith(0).output();
        assertTrue(plan.contains("-d 10.99.0.3 -j RETURN"), plan);
        assertTrue(plan.contains("-p udp -m multiport --ports 8 -j RETURN"), plan);
    }

    @Test
    void theHostsLimitsHoldWhateverTheScenarioSays() throws Exception {
        world.configure("nofin: 1\nmax-duration: 2s\nmax-targets: 1\n");

        assertEquals("nofin: the run would last 3s, and this host allows 2s: make the timeline shorter, or change max-duration in " + FILE,
            lastLine(run("drop", "--target", "netns:app", "--for", "3s", "--max-duration", "1h").exitedWith(2)));
        assertEquals("nofin: the faults would hit 2 namespaces, and max-targets in " + FILE
            + " is 1: name fewer targets, or raise it if that is intended",
            lastLine(run("drop", "--target", "netns:app", "--target", "netns:peer", "--for", "1s").exitedWith(2)));
        assertNothingIsLeft();
    }

    @Test
    void anOptInLabelLeavesOutAllThatHasNone() throws Exception {
        world.configure("nofin: 1\nopt-in-label: chaos=allowed\n");

        assertEquals("nofin: netns:app may not be faulted: " + FILE + " allows only containers with the label chaos=allowed",
            lastLine(run("drop", "--target", "netns:app", "--for", "1s").exitedWith(4)));
    }

    @Test
    void aBrokenConfigurationRefusesEverything() throws Exception {
        world.configure("nofin: 1\nprotekt: {}\n");

        assertEquals(FILE + ":2:1: protekt: unknown key: did you mean 'protect'?",
            lastLine(run("drop", "--target", "netns:app", "--for", "1s").exitedWith(2)));
    }

    @Test
    void aLongFaultHasToBeMeant() throws Exception {
        assertEquals("nofin: the run would last 11m, and without a max-duration it may last 10m: write max-duration: 11m, or"
            + " --max-duration 11m, if that is intended", lastLine(run("drop", "--target", "netns:app", "--for", "11m").exitedWith(2)));
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "11m", "--max-duration", "11m").awaitFiring()) {
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    private static String lastLine(Nofin.Result result) {
        return result.errors().strip().lines().reduce((first, second) -> second).orElseThrow();
    }
}
