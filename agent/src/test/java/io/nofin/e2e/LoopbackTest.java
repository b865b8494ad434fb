package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loopback, where each packet goes out and comes in, and what is behind it. Copies are counted by the receiving socket. */
class LoopbackTest extends InWorld {

    private static final int DATAGRAMS = 20;
    private static final int PORT = 7_700;
    private static final int LONG_MS = 60_000;
    private static final int QUIET_MS = 300;

    @ParameterizedTest
    @CsvSource({"both, 'ports: 7700', 40", "in, 'ports: 7700', 40", "out, 'ports: 7700', 40", "both, 'remote-ports: 7700', 40", "both, 'local-ports: 7700', 40",
        "both, 'ports: 7701', 20"})
    void aPacketIsDuplicatedOnce(String direction, String ports, int arriving) throws Exception {
        assertArriving(arriving, direction, ports);
    }

    /**
     * A server behind a translation is cut by the port that its clients ask, as Docker's embedded DNS would be: the rules see what was sent
     * to port 53 after its port has been changed, and the answers come in from port 53.
     */
    @Test
    void aServerBehindATranslationIsCutByThePortThatItIsAskedAt() throws Exception {
        world.sh("ip netns exec app iptables -t nat -A OUTPUT -d 127.0.0.11 -p udp --dport 53 -j DNAT --to-destination 127.0.0.11:7");
        try (Echoes dns = Echoes.start(app, List.of("127.0.0.11"), List.of(7))) {
            assertEquals(Attempt.ANSWERED, Attempt.udp(app, "127.0.0.11", 53).makePatiently(), dns.toString());
            try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--interface", "lo", "--port", "53", "--for", "120s").awaitFiring()) {
                assertEquals(Attempt.SILENCE, Attempt.udp(app, "127.0.0.11", 53).make());
                nofin.signal("INT").await().exitedWith(5);
            }
        }
    }

    @Test
    void aFaultThatMetNothingSaysThatDockersDnsIsBehindLoopback() throws Exception {
        try (DatagramSocket dns = app.call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.11", 0)))) {
            Nofin.Result result = run("drop", "--target", "netns:app", "--port", "53", "--for", "1s").exitedWith(1);
            assertTrue(result.output().contains("app: its DNS server is Docker's, at 127.0.0.11, and behind loopback: write --interface lo --port 53"),
                dns.getLocalPort() + result.toString());
        }
    }

    @Test
    void aFaultThatMetNothingSaysWhomTheConnectionsAreWith() throws Exception {
        try (Socket connection = app.call(() -> new Socket(PEER, 7));
                Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--peer", OTHER_PEER, "--port", "7", "--for", "3s").awaitFiring()) {
            connection.getOutputStream().write(new byte[5]);
            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("app: it has TCP connections of that kind with 10.99.0.2 port 7:"), result.toString());
        }
    }

    private void assertArriving(int arriving, String direction, String ports) throws Exception {
        scenario("""
            nofin: 1
            targets: { app: { netns: app } }
            faults: { f: { on: app, interface: lo, optional: true, protocol: udp, direction: %s, %s, duplicate: 100%% } }
            timeline: [{ at: 0s, inject: f, for: 1m }]
            """.formatted(direction, ports));
        try (DatagramSocket there = app.call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.1", PORT)));
                DatagramSocket here = app.call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.1", 0)));
                Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitFiring()) {
            for (int i = 0; i < DATAGRAMS; i++) {
                here.send(new DatagramPacket(new byte[100], 100, InetAddress.getByName("127.0.0.1"), PORT));
            }
            assertEquals(arriving, arrived(there, arriving));
            nofin.signal("TERM").await().exitedWith(5);
        }
    }

    /** Returns how many datagrams come. Waits long for as many as are expected, and a while for more than those. */
    private static int arrived(DatagramSocket socket, int expected) throws IOException {
        int count = 0;
        try {
            while (true) {
                socket.setSoTimeout(count < expected ? LONG_MS : QUIET_MS);
                socket.receive(new DatagramPacket(new byte[200], 200));
                count++;
            }
        } catch (SocketTimeoutException e) {
            return count;
        }
    }
}
