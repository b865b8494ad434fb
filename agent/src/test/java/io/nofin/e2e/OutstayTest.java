package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.NativeScript;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are killed, what is left of them, and who removes it. */
class OutstayTest extends InWorld {

    private static final String FOREIGN = "iptables-nft -t mangle -A POSTROUTING -s 192.0.2.1 -j ACCEPT; iptables-nft -P FORWARD DROP"
        + "; ipset create mine hash:ip; iptables-legacy -A INPUT -s 192.0.2.3 -j ACCEPT";

    @Test
    void leavesExactlyWhatWasThereAndWhatCameMeanwhile() throws Exception {
        inApp(FOREIGN);
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring()) {
            String more = "iptables-nft -t mangle -I POSTROUTING -s 192.0.2.2 -j ACCEPT; ipset create other hash:net; ipset add mine 192.0.2.9"
                + "; ip6tables-nft -t raw -A PREROUTING -s 2001:db8::1 -j DROP";
            inApp(more);
            nofin.signal("TERM").await().exitedWith(5);
        }
        String after = world.rules("app");

        assertFalse(after.contains("iptables-nft *raw"), "a table that only nofin caused: " + after);
        assertFalse(after.contains("ip6tables-nft *mangle"), after);
        assertTrue(after.contains("iptables-nft -A POSTROUTING -s 192.0.2.2/32 -j ACCEPT"), after);
        assertTrue(after.contains("ip6tables-nft -A PREROUTING -s 2001:db8::1/128 -j DROP"), "in a table that nofin caused: " + after);
        assertNothingIsLeft();
        assertEquals("", journals());
    }

    @Test
    void guardRemovesWhatAKilledRunLeaves() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring()) {
            assertFalse(reaches(PEER));

            nofin.signal("KILL").await();

            Wait.until("nothing of nofin's is there", () -> world.traces("app", "peer", "host").isEmpty());
            assertReaches(PEER);
        }
    }

    @Test
    void kernelEndsALongFaultWithinItsLeaseWhenNobodyElseCan() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring()) {
            Thread.sleep(17_000);
            assertFalse(reaches(PEER), "the lease is renewed");
            assertTrue(run("status").exitedWith(0).output().matches("(?s).*firing, 9 min \\d+ s left.*"));

            nofin.killGuard().signal("KILL").await();

            assertFalse(reaches(PEER), "the kernel goes on");
            Wait.until("the lease ends", () -> reaches(PEER));
            assertFalse(world.traces("app").isEmpty());
        }
        Nofin.Result next = run("drop", "--target", "netns:peer", "--peer", "192.0.2.1", "--optional", "--for", "1ms").exitedWith(0);

        assertTrue(next.errors().matches("(?s).*removed  run \\w{6} of process \\d+, which was killed: 6 chains, sets and qdiscs.*"), next.errors());
        assertNothingIsLeft();
        assertEquals("", journals());
        assertEquals("", world.rules("app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nofin", "script"})
    void healIsNotMisledByJournals(String healer) throws Exception {
        Nofin killed = Nofin.start(world, "drop", "--target", "netns:app", "--target", "netns:peer", "--peer", "192.0.2.1", "--for", "10m")
            .awaitFiring();
        killed.killGuard().signal("KILL").await();
        String name = journals().strip();
        String journal = world.sh("cat /run/nofin/" + name);
        journal("torn", journal.substring(0, journal.lastIndexOf("undo 2") + 9));
        journal("gone", journal.replaceAll("(namespace 1 \\d+:)\\d+", "$17"));
        journal("empty", "");
        journal("other", journal.replaceAll("boot .*", "boot 00000000-0000-0000-0000-000000000000"));
        journal("foreign", "some text of somebody's\n");
        journal("newer", "nofin-journal 2\nboot x\n");
        world.sh("rm /run/nofin/" + name + "; ln -s /run/netns/app /run/nofin/link.journal");

        heal(healer);

        assertNothingIsLeft();
        assertTrue(world.sh("ls /run/netns").contains("app"));
        String left = journals();
        assertTrue(left.contains("foreign.journal") && left.contains("newer.journal") && left.contains("link.journal"), left);
        assertFalse(left.contains("empty.journal") || left.contains("other.journal"), left);
    }

    /** The journal alone, of one that is dead: by identity, whoever has the name now. */
    @Test
    void scriptUndoesOneRunByItsJournalAndTouchesNoOther() throws Exception {
        try (Nofin alive = Nofin.start(world, "drop", "--target", "netns:peer", "--peer", "192.0.2.1", "--for", "10m").awaitFiring()) {
            String living = journals().strip();
            Nofin killed = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring();
            killed.killGuard().signal("KILL").await();
            String dead = journals().lines().filter(name -> !name.equals(living)).findFirst().orElseThrow();
            world.sh("cd /run/netns; touch moved; mount --bind app moved; umount -l app; mount --bind peer app");
            assertFalse(world.traces("moved").isEmpty());

            world.sh(NativeScript.named("heal") + " /run/nofin/" + dead);
            world.sh(NativeScript.named("heal") + " /run/nofin/" + living);

            assertEquals(List.of(), world.traces("moved"));
            assertFalse(world.traces("app").isEmpty(), "a living run is left alone, and so is another namespace of that name");
            alive.signal("TERM").await().exitedWith(5);
        }
    }

    /** Both choose mark bits and queue numbers, and change the same tables. */
    @Test
    void twoRunsAndAPersonInOneNamespaceEachEndWithTheirOwnGone() throws Exception {
        inApp(FOREIGN);
        String before = world.rules("app");
        String[] shaping = {"run", scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { slow: { on: app, delay: 5ms, optional: true }, cut: { on: app, peers: [192.0.2.1], drop: silent, optional: true } }
            timeline: [{ at: 0s, inject: [slow, cut], for: 1500ms }]
            """).toString()};
        try (Nofin one = Nofin.start(world, shaping); Nofin other = Nofin.start(world, shaping);
                Nofin third = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "192.0.2.2", "--optional", "--for", "1s")) {
            for (int edit = 0; edit < 10; edit++) {
                inApp("iptables-nft -t mangle -A POSTROUTING -s 192.0.2.8 -j ACCEPT; iptables-nft -t mangle -D POSTROUTING -s 192.0.2.8 -j ACCEPT");
            }
            one.await().exitedWith(0);
            other.await().exitedWith(0);
            third.await().exitedWith(0);
        }
        assertEquals(before, world.rules("app"));
        assertNothingIsLeft();
        assertEquals("", journals());
    }

    private void heal(String healer) throws IOException {
        if (healer.equals("nofin")) {
            Nofin.Result healed = run("heal");
            assertTrue(healed.errors().contains("foreign.journal: not a journal of this version of nofin"), healed.toString());
        } else {
            String said = world.sh(NativeScript.named("heal") + " 2>&1 || true");
            assertTrue(said.contains("foreign.journal is not a journal of this version"), said);
        }
    }

    private void journal(String name, String content) throws IOException {
        Path file = Files.writeString(world.directory().resolve(name), content);
        world.sh("cp " + file + " /run/nofin/" + name + ".journal");
    }

    private String journals() throws IOException {
        return world.sh("ls /run/nofin | grep -vx locks || true");
    }

    private void inApp(String commands) throws IOException {
        world.sh("ip netns exec app sh -ec \"" + commands + "\"");
    }
}
