package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However nofin is ended while a fault fires, the fault ends too. */
class SignalTest extends InWorld {

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void healsAndRemovesEverything(String signal) throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "10m").awaitFiring()) {
            assertFalse(reaches(PEER));

            Nofin.Result result = nofin.signal(signal).await().exitedWith(5);

            assertTrue(result.output().endsWith("\nINTERRUPTED: healed, nothing is left\n"), result.toString());
            assertTrue(result.output().contains("drop: silent  netns:app  out        "), result.toString());
            assertReaches(PEER);
            assertNothingIsLeft();
        }
    }

    @Test
    void survivesAnImpatientPerson() throws Exception {
        try (Nofin nofin = Nofin.startInTerminal(world, "drop", "--target", "netns:app", "--for", "10m").awaitFiring()) {
            nofin.interruptAll(40);

            nofin.await().exitedWith(5);

            assertNothingIsLeft();
        }
    }

    @Test
    void leavesNothingWhenInterruptedWhileArming() throws Exception {
        try (Nofin nofin = Nofin.startInTerminal(world, "drop", "--target", "netns:app", "--for", "10m").awaitSaying("ad-hoc")) {
            nofin.interruptAll(40);

            nofin.await();

            assertNothingIsLeft();
        }
    }

    @Test
    void gatesCloseByThemselvesAfterAKill() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "9s").awaitFiring()) {
            assertFalse(reaches(PEER));
            nofin.killGuard().signal("KILL").await();

            assertFalse(reaches(PEER), "the kernel goes on");
            assertTrue(run("status").exitedWith(0).output().contains("netns:app  drop   drop: silent to 10.99.0.2"));
            Wait.until("the gate closes", () -> reaches(PEER));

            assertTrue(run("status").exitedWith(0).output().contains("  armed  "), "the rules are still there");
            String healed = run("heal").exitedWith(0).output();
            assertTrue(healed.matches("ended run \\w{6} \\(on netns:app: drop: silent to 10\\.99\\.0\\.2; of root\\)\nnetns:app: 6 chains, sets and qdiscs removed\n"), healed);
            assertEquals("nothing is armed\n", run("status").exitedWith(0).output());
            assertNothingIsLeft();
        }
    }

    @Test
    void partitionEndsWithAKilledLab() throws Exception {
        scenario("""
            nofin: 1
            lab: { hosts: { one: { run: [sleep, "1001"] }, two: { echo: 7 } } }
            faults: { split: { partition: [[one], [two]], optional: true } }
            timeline: [{ at: 0s, inject: split, for: 60s }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            assertTrue(run("status").exitedWith(0).output().contains("  firing, "));

            nofin.signal("KILL").await();

            Wait.until("the lab's processes end", () -> world.sh("ps -e -o args").lines().noneMatch(line -> line.contains("sleep 1001")));
            Wait.until("its namespaces end", () -> run("status").exitedWith(0).output().equals("nothing is armed\n"));
        }
    }
}
