package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Nofin;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Datagrams to a group or to all: faults are on those for the wire, and the sender's own host gets its copies, as it would with a cut
 * cable. (IPv6 makes these copies behind netfilter, out of what a fault has left.)
 */
class GroupsTest extends InWorld {

    private static final int PORT = 7_700;
    private static final int DATAGRAMS = 20;
    private static final int LONG_MS = 60_000;
    private static final int QUIET_MS = 300;

    @ParameterizedTest
    @CsvSource({
        "239.1.2.3, drop: silent, 0, 20", "239.1.2.3, duplicate: 100%, 40, 20", "239.1.2.3, delay: 30ms, 20, 20",
        "10.99.0.255, drop: silent, 0, 20", "10.99.0.255, duplicate: 100%, 40, 20", "10.99.0.255, delay: 30ms, 20, 20",
        "ff02::7, drop: silent, 0, 0", "ff02::7, duplicate: 100%, 40, 20", "ff02::7, delay: 30ms, 20, 20",
    })
    void theWireIsFaultedAndTheSendersHostIsNot(String group, String effect, int far, int near) throws Exception {
        Wait.until("the peer has a route for groups, as the kernel gives it one after the carrier has come", () -> Shell.in(world.namespace("peer"),
            "ip -6 route show table local type multicast").contains("eth0"));
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { f: { on: app, direction: out, protocol: udp, ports: %d, %s } }
            timeline: [{ at: 0s, inject: f, for: 1m }]
            """.formatted(PORT, effect));
        try (MulticastSocket there = listener(world.namespace("peer"), group); MulticastSocket here = listener(app, group);
                Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            send(group);
            assertEquals(far, arrived(there, far));
            assertEquals(near, arrived(here, near));
            JsonNode matched = new ObjectMapper().readTree(nofin.signal("TERM").await().output()).get("faults").get(0).get("matched").get(0);
            assertEquals(DATAGRAMS, matched.get("packets").asInt(), matched.toString());
        }
        assertNothingIsLeft();
    }

    private MulticastSocket listener(NetworkNamespace host, String group) throws IOException {
        return host.call(() -> {
            MulticastSocket socket = new MulticastSocket(new InetSocketAddress(PORT));
            if (InetAddress.getByName(group).isMulticastAddress()) {
                socket.joinGroup(new InetSocketAddress(group, PORT), NetworkInterface.getByName("eth0"));
            }
            return socket;
        });
    }

    private void send(String group) throws IOException {
        app.call(() -> {
            try (MulticastSocket socket = new MulticastSocket(0)) {
                socket.setNetworkInterface(NetworkInterface.getByName("eth0"));
                socket.setOption(StandardSocketOptions.SO_BROADCAST, true);
                for (int i = 0; i < DATAGRAMS; i++) {
                    socket.send(new DatagramPacket(new byte[100], 100, InetAddress.getByName(group), PORT));
                }
            }
            return null;
        });
    }

    /** Returns how many datagrams come. Waits long for as many as are expected, and a while for more than those. */
    private static int arrived(MulticastSocket socket, int expected) throws IOException {
        int count = 0;
        while (true) {
            socket.setSoTimeout(count < expected ? LONG_MS : QUIET_MS);
            try {
                socket.receive(new DatagramPacket(new byte[200], 200));
                count++;
            } catch (SocketTimeoutException e) {
                return count;
            }
        }
    }
}
