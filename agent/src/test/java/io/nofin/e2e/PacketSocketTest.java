package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import io.nofin.testing.PacketSocket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that send behind iptables, and read in front of it: no counter of the kernel's knows of that. */
class PacketSocketTest extends InWorld {

    private static final int PORT = 67;
    private static final int SENT = 5;
    private static final int SHORT_MS = 300;

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 255.255.255.255", "10.99.0.1, 10.99.0.2"})
    void failsADropThatAPacketSocketGoesBehind(String from, String to) throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "4s").awaitFiring();
                DatagramSocket server = world.namespace("peer").call(() -> new DatagramSocket(null));
                PacketSocket client = PacketSocket.open(app, "eth0")) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress("0.0.0.0", PORT));
            server.setSoTimeout(30_000);
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());        // what everybody else sends is met, and counted
            for (int i = 0; i < SENT; i++) {
                client.send(from, to, PORT, new byte[] {(byte) i});
                server.receive(new DatagramPacket(new byte[10], 10));
            }
            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("fault drop did not do what was asked: netns:app: " + SENT + " packets left that the fault had to stop"),
                result.output());
            assertTrue(result.output().contains("FAILED: 1 of 1 fault did not do what was asked"), result.output());
        }
        assertNothingIsLeft();
    }

    @Test
    void doesNotKnowWhatAPacketSocketReadsOfADropOnTheWayIn() throws Exception {
        assertUnknown("drop", "--direction", "in");
    }

    @Test
    void doesNotKnowWhatAPacketSocketSendsPastADelay() throws Exception {
        assertUnknown("delay", "50ms");
    }

    @Test
    void noticesPacketSocketsThatLiveForLessThanASecond() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--direction", "in", "--for", "4s").awaitFiring()) {
            Attempt.udp(app, PEER, 7).make();
            try (PacketSocket client = PacketSocket.open(app, "eth0")) {
                Thread.sleep(SHORT_MS);
                client.receive(new byte[1]);
            }
            Nofin.Result result = nofin.await().exitedWith(1);
            assertTrue(result.output().contains("packet sockets bypass iptables, and these have some: a process that cannot be seen"), result.output());
        }
    }

    private void assertUnknown(String... effect) throws IOException {
        try (PacketSocket client = PacketSocket.open(app, "eth0")) {
            String[] fault = {"--target", "netns:app", "--for", "2s"};
            String[] arguments = new String[effect.length + fault.length];
            System.arraycopy(effect, 0, arguments, 0, effect.length);
            System.arraycopy(fault, 0, arguments, effect.length, fault.length);
            try (Nofin nofin = Nofin.start(world, arguments).awaitFiring()) {
                Attempt.udp(app, PEER, 7).make();
                client.send("0.0.0.0", PEER, PORT, new byte[1]);
                Nofin.Result result = nofin.await().exitedWith(1);
                assertTrue(result.output().contains("UNKNOWN: 1 of 1 fault cannot be vouched for"), result.output());
                assertTrue(result.output().contains("packet sockets bypass iptables, and these have some: a process that cannot be seen"), result.output());
            }
        }
    }

    @Test
    void believesTheCounterWhereNobodyHasOne() throws Exception {
        try (Nofin nofin = Nofin.start(world, "drop", "--target", "netns:app", "--for", "2s").awaitFiring()) {
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER, 7).make());
            assertEquals(Attempt.SILENCE, Attempt.udp(app, PEER_6, 7).make());
            nofin.await().exitedWith(0);
        }
    }
}
