package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import org.junit.jupiter.api.Test;

/** The kernel alone tells how a run stands, and is enough to clean up after it, with everybody else's things left in place. */
class StatusAndHealTest extends InWorld {

    private static final String FOREIGN = "iptables-nft -N NOFIN-mine; iptables-nft -A INPUT -j NOFIN-mine; ip6tables-nft -N NOFIN-abc-in"
        + "; iptables-nft -t mangle -A POSTROUTING -s 192.0.2.1 -m comment --comment 'drop of ad-hoc' -j ACCEPT"
        + "; ipset create nofin-mine hash:ip; ipset add nofin-mine 192.0.2.7; ipset create nofin-abcdef-1-x hash:net"
        + "; iptables-nft -A NOFIN-mine -m set --match-set nofin-mine src -j DROP; ipset list nofin-mine >/run/mine";

    @Test
    void followsARun() throws Exception {
        String scenario = """
            nofin: 1
            name: followed
            targets: { app: { netns: app } }
            faults:
              first:  { on: app, peers: [10.99.0.2], drop: silent }
              second: { on: app, peers: [10.99.0.3], drop: silent, optional: true }
            timeline: [{ at: %s, inject: first, for: 1m }, { at: 3m, inject: second, for: 1m }]
            """;
        scenario(scenario.formatted("1m"));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("armed")) {
            String armed = run("status").exitedWith(0).output();
            assertEquals(2, armed.lines().filter(line -> line.contains("followed") && line.contains("  armed ")).count(), armed);
            nofin.signal("TERM").await().exitedWith(5);
        }
        scenario(scenario.formatted("0s"));
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            assertFalse(reaches(PEER));

            String firing = run("status").exitedWith(0).output();
            assertTrue(firing.matches("(?s).*netns:app  first +drop: silent to 10\\.99\\.0\\.2 +firing, \\d+ s left  1 packet, .* followed +\\w{6}  root.*second .* armed .*"), firing);
            JsonNode fault = new ObjectMapper().readTree(run("status", "--json").exitedWith(0).output()).get("armed").get(0);
            assertEquals("[\"10.99.0.2/32\"]", fault.get("peers").toString().replace("10.99.0.2\"", "10.99.0.2/32\""));
            assertTrue(fault.get("firing").asBoolean());
            nofin.signal("TERM").await().exitedWith(5);
        }
        assertEquals("nothing is armed\n", run("status").exitedWith(0).output());
        assertEquals("{\n  \"armed\" : [ ]\n}\n", run("status", "--json").exitedWith(0).output());
        assertEquals("nothing to remove: no chains, sets or qdiscs of nofin found\n", run("heal").exitedWith(0).output());
    }

    @Test
    void healsFromTheKernelAloneAndSparesForeignThings() throws Exception {
        world.sh("nsenter --net=/run/netns/app sh -ec \"" + FOREIGN + "\"");
        String before = world.rules("app");
        Nofin killed = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring();
        Nofin elsewhere = Nofin.start(world, "drop", "--target", "netns:peer", "--peer", "192.0.2.1", "--for", "10m").awaitFiring();
        killed.killGuard().signal("KILL").await();
        elsewhere.killGuard().signal("KILL").await();
        assertFalse(reaches(PEER));

        String healed = run("heal", "--target", "netns:app").exitedWith(0).output();
        assertTrue(healed.matches("ended run \\w{6} \\(on netns:app: drop: silent to 10\\.99\\.0\\.2; of root\\)\nnetns:app: 6 chains, sets and qdiscs removed\n"), healed);

        assertReaches(PEER);
        assertEquals(before, withoutEmptyTables(before, world.rules("app")));
        assertEquals(world.sh("cat /run/mine"), world.sh("nsenter --net=/run/netns/app ipset list nofin-mine"));
        assertTrue(run("status").exitedWith(0).output().contains("netns:peer"));
        JsonNode all = new ObjectMapper().readTree(run("heal", "--json").exitedWith(0).output());
        assertEquals(6, all.get("netns:peer").asInt());
        assertEquals(2, all.get("ended").size(), "the journal of the first is there still");
        assertEquals("nothing to remove: no chains, sets or qdiscs of nofin found\n", run("heal", "--target", "netns:app", "--target", "netns:peer").exitedWith(0).output());
    }

    @Test
    void tellsBothTerminalsWhoEndedWhat() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", PEER, "--for", "10m").awaitFiring()) {
            String healed = run("heal").exitedWith(0).output();
            assertTrue(healed.matches("ended run \\w{6} \\(on netns:app: drop: silent to 10\\.99\\.0\\.2; of root\\)\n"), healed);

            Nofin.Result ended = nofin.await().exitedWith(5);
            assertTrue(ended.output().contains("ended by root: nofin heal\n"), ended.output());
            assertReaches(PEER);
        }
        world.sh("touch /run/nofin/stop");
        assertEquals("the kill switch is on: no fault begins until /run/nofin/stop is removed\nnothing is armed\n", run("status").exitedWith(0).output());
        world.sh("rm /run/nofin/stop; test -z \"$(ls /run/nofin | grep -v locks)\"");
    }

    /** iptables-nft makes a table's built-in chains with the table, and leaves them: they hold nothing. */
    private static String withoutEmptyTables(String before, String after) {
        StringBuilder kept = new StringBuilder();
        after.lines().filter(line -> before.contains(line + "\n")).forEach(line -> kept.append(line).append('\n'));
        String added = String.join("\n", after.lines().filter(line -> !before.contains(line + "\n")).toList());
        assertTrue(added.lines().allMatch(line -> line.matches("app \\S+ (\\*\\w+|:[A-Z]+ ACCEPT *|COMMIT)")), added);
        String beforeSorted = String.join("\n", before.lines().distinct().sorted().toList());
        assertEquals(beforeSorted, String.join("\n", kept.toString().lines().distinct().sorted().toList()));
        return before;
    }
}
