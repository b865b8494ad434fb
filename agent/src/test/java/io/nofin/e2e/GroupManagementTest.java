package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;

/** IGMP and MLD, by which hosts tell their link of the groups that they are in, are the link's business, as neighbour discovery is. */
class GroupManagementTest extends InWorld {

    @Test
    void isNotShapedOnTheWayIn() throws Exception {
        try (Nofin nofin = Nofin.start(world, "duplicate", "100%", "--direction", "in", "--target", "netns:app", "--for", "4s").awaitFiring();
                MulticastSocket member = world.namespace("peer").call(() -> new MulticastSocket(0))) {
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, PEER, 7).make());
            for (String group : List.of("239.1.2.3", "ff02::1234")) {
                world.namespace("peer").call(() -> {
                    member.joinGroup(new InetSocketAddress(group, 7), NetworkInterface.getByName("eth0"));
                    return null;
                });
            }
            Nofin.Result result = nofin.await().exitedWith(0);
            assertTrue(result.output().contains("PASSED"), result.output());
        }
        assertNothingIsLeft();
    }
}
