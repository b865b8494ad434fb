package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Named namespaces and processes that go under a fault, and host names that move. */
class FollowTest extends InWorld {

    @Test
    void aNamespaceThatGoesLeavesAndIsFaultedWhenItsNameIsGivenAgain() throws Exception {
        world.sh("ip netns add spare");
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--target", "netns:spare", "--for", "120s").awaitFiring()) {
            assertFalse(reaches(PEER));
            world.sh("ip netns del spare");
            nofin.awaitSaying("netns:spare has gone");

            world.sh("ip netns add spare");
            nofin.awaitSaying("netns:spare started");

            assertEquals(4, gates("spare"), "a set of both families, twice members");
            Nofin.Result result = nofin.signal("INT").await().exitedWith(5);
            assertFalse(result.output().contains("problem"), result.output());
            assertEquals(0, gates("spare"));
        }
    }

    @Test
    void aProcessThatEndsLeaves() throws Exception {
        String pid = world.sh("ip netns exec app sleep 600 </dev/null >/dev/null 2>&1 & echo $!").strip();
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "pid:" + pid, "--for", "15s").awaitFiring()) {
            assertFalse(reaches(PEER));
            world.sh("kill " + pid);

            nofin.awaitSaying("pid:" + pid + " has gone");

            assertReaches(PEER);
            nofin.await().exitedWith(0);
        }
        assertNothingIsLeft();
    }

    @Test
    void gatesFollowAHostName() throws Exception {
        world.addHost(OTHER_PEER, "db.test");
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", "db.test", "--for", "120s").awaitFiring()) {
            assertReaches(PEER);
            world.addHost(PEER, "db.test");
            nofin.awaitSaying("db.test got another address");

            assertFalse(reaches(PEER));
            assertFalse(reaches(OTHER_PEER), "connections to where it was before are still cut");
            nofin.signal("INT").await().exitedWith(5);
        }
        Wait.until("healed", () -> reaches(PEER));
    }

    /** Returns how many networks of nofin's gates in a namespace stand for everyone: two halves of all addresses for each family. */
    private long gates(String namespace) throws IOException {
        return world.sh("ip netns exec " + namespace + " ipset list").lines().filter(line -> line.contains(" timeout ") && line.contains("/1")).count();
    }
}
