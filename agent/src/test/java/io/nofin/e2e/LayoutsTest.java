package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Networks that are not one cable between two hosts; told by the sockets at their ends. */
class LayoutsTest extends InWorld {

    @Test
    void addressesOfTheTargetComeAndGoUnderItsFault() throws Exception {
        try (Nofin nofin = drop("netns:app", "--peer", PEER)) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            world.sh("ip -n app addr add 10.99.0.77/24 dev eth0; ip -n app addr del 10.99.0.1/24 dev eth0; ip -n app addr show dev eth0 | grep -q 10.99.0.77 || ip -n app addr add 10.99.0.77/24 dev eth0");
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, OTHER_PEER, 7).makePatiently());
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    @Test
    void aRoutersFaultIsOnWhatItForwards() throws Exception {
        world.sh("""
            ip netns add client; ip -n client link set lo up
            ip link add eth0 netns client type veth peer name eth1 netns app
            ip -n client addr add 10.98.0.2/24 dev eth0; ip -n app addr add 10.98.0.1/24 dev eth1
            ip -n client link set eth0 up; ip -n app link set eth1 up
            ip -n client route add default via 10.98.0.1; ip -n peer route add 10.98.0.0/24 via 10.99.0.1
            ip netns exec app sysctl -qw net.ipv4.ip_forward=1
            """);
        NetworkNamespace client = world.namespace("client");
        for (String network : List.of("eth1", "eth0")) {
            assertEquals(Attempt.ANSWERED, Attempt.udp(client, PEER, 7).makePatiently());
            try (Nofin nofin = drop("netns:app", "--peer", PEER, "--interface", network, "--optional")) {
                String expected = network.equals("eth0") ? Attempt.SILENCE : Attempt.ANSWERED;
                Attempt attempt = Attempt.udp(client, PEER, 7);
                assertEquals(expected, expected.equals(Attempt.SILENCE) ? attempt.make() : attempt.makePatiently(),
                    "towards the peer, packets leave by eth0, and come in from it there");
                assertEquals(Attempt.ANSWERED, Attempt.udp(client, OTHER_PEER, 7).makePatiently());
                nofin.signal("INT").await().exitedWith(5);
            }
        }
    }

    @Test
    void aMacvlanIsAHostOfItsOwn() throws Exception {
        world.sh("""
            ip netns add mac; ip -n mac link set lo up
            ip -n app link add eth1 link eth0 type macvlan mode bridge; ip -n app link set eth1 netns mac
            ip -n mac addr add 10.99.0.88/24 dev eth1; ip -n mac link set eth1 up
            """);
        NetworkNamespace mac = world.namespace("mac");
        assertEquals(Attempt.ANSWERED, Attempt.udp(mac, PEER, 7).makePatiently());
        try (Nofin nofin = drop("netns:mac", "--peer", PEER, "--interface", "eth+")) {
            assertEquals(Attempt.SILENCE, Attempt.udp(mac, PEER, 7).make());
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, PEER, 7).makePatiently());
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    @Test
    void anAddressThatAPeerGetsMeanwhileIsCutAsWell() throws Exception {
        try (Nofin nofin = drop("netns:app", "--peer", "netns:peer")) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            world.sh("ip -n peer addr add 10.99.0.50/24 dev eth0");
            nofin.awaitSaying("netns:peer started or moved");
            try (Echoes more = Echoes.start(world.namespace("peer"), List.of("10.99.0.50"), List.of(7))) {
                assertEquals(Attempt.SILENCE, Attempt.udp(app, "10.99.0.50", 7).make(), more.toString());
            }
            nofin.signal("INT").await().exitedWith(5);
        }
    }

    private Nofin drop(String target, String... options) throws Exception {
        return Nofin.start(world, Stream.concat(Stream.of("drop", "--target", target, "--for", "120s"), Stream.of(options)).toArray(String[]::new))
            .awaitFiring();
    }
}
