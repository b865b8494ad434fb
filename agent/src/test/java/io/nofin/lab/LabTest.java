package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.scenario.LabHost;
import io.nofin.target.TargetHost;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KernelTest
@Timeout(240)
class LabTest {

    private static final int PORT = 7007;

    private static Map<String, LabHost> clientAndEchoServer() {
        Map<String, LabHost> hosts = new LinkedHashMap<>();
        hosts.put("client", LabHosts.plain());
        hosts.put("server", LabHosts.echo(PORT));
        return hosts;
    }

    @Test
    void givesEachHostItsNamespaceInterfacesAndAddresses() throws IOException {
        try (Lab lab = Lab.build(clientAndEchoServer())) {
            TargetHost server = lab.host("server");

            assertEquals(List.of("client", "server"), lab.hosts().stream().map(TargetHost::label).toList());
            assertEquals("lab:server", server.origin());
            assertEquals(List.of("lo", "eth0"), server.interfaces());
            assertEquals(LabNetwork.of(List.of("client", "server")).addresses("server"), server.addresses());
            assertNotEquals(lab.host("client").namespace().id(), server.namespace().id());
        }
    }

    @Test
    void carriesTcpBetweenHostsOverBothFamiliesAtOnce() throws IOException {
        try (Lab lab = Lab.build(clientAndEchoServer())) {
            for (IpNetwork address : lab.host("server").addresses()) {
                byte[] sent = new byte[300_000];
                sent[299_999] = 42;

                assertArrayEquals(sent, echoed(lab.host("client").namespace(), address, sent));
            }
        }
    }

    @Test
    void isNeverSeenInTheMachinesOwnNamespace() throws IOException {
        List<String> before = linksHere();
        try (Lab lab = Lab.build(clientAndEchoServer())) {
            assertEquals(2, lab.hosts().size());
            assertEquals(before, linksHere());
        }
        assertEquals(before, linksHere());
    }

    @Test
    void leavesNothingBehindHoweverOftenItIsClosed() throws Exception {
        Set<String> held = Traces.namespacesHeld();
        Lab lab = Lab.build(clientAndEchoServer());
        lab.close();
        lab.close();

        assertEquals(held, Traces.namespacesHeld());
        Wait.until("the lab's threads end", () -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("nofin-lab")));
    }

    @Test
    void leavesNothingBehindWhenItCannotBeBuilt() throws Exception {
        Set<Long> others = Traces.descendants(Set.of());
        Set<String> held = Traces.namespacesHeld();
        Map<String, LabHost> hosts = clientAndEchoServer();
        hosts.put("first", LabHosts.run("sleep", "1000"));
        hosts.put("second", LabHosts.run("no-such-command-here"));

        assertThrows(IOException.class, () -> Lab.build(hosts));

        assertEquals(held, Traces.namespacesHeld());
        Wait.until("the commands that were started end", () ->
            Traces.descendants(others).stream().noneMatch(Traces::isRunning));
    }

    @Test
    void namesTheHostsThereAreWhenAskedForAnother() throws IOException {
        try (Lab lab = Lab.build(clientAndEchoServer())) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> lab.host("srever"));

            assertEquals("the lab has no such host: host=srever, hosts=[client, server]", refused.getMessage());
        }
    }

    @Test
    void servesSeveralConnectionsAtATime() throws IOException {
        try (Lab lab = Lab.build(clientAndEchoServer())) {
            NetworkNamespace client = lab.host("client").namespace();
            InetSocketAddress server = new InetSocketAddress(lab.host("server").addresses().get(0).address(), PORT);
            client.call(() -> {
                try (Socket idle = new Socket(server.getAddress(), PORT); Socket busy = new Socket(server.getAddress(), PORT)) {
                    busy.getOutputStream().write(7);
                    assertEquals(7, busy.getInputStream().read());
                    idle.getOutputStream().write(8);
                    assertEquals(8, idle.getInputStream().read());
                }
                return null;
            });
        }
    }

    @Test
    void echoesDatagramsOfBothFamilies() throws IOException {
        try (Lab lab = Lab.build(clientAndEchoServer())) {
            for (IpNetwork server : lab.host("server").addresses()) {
                byte[] echo = lab.host("client").namespace().call(() -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        socket.setSoTimeout(20_000);
                        socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, server.address(), PORT));
                        DatagramPacket answer = new DatagramPacket(new byte[10], 10);
                        socket.receive(answer);
                        return Arrays.copyOf(answer.getData(), answer.getLength());
                    }
                });
                assertArrayEquals(new byte[] {1, 2, 3}, echo, server.toString());
            }
        }
    }

    private static List<String> linksHere() throws IOException {
        try (RouteSocket route = RouteSocket.open()) {
            return route.links().stream().map(link -> link.name()).toList();
        }
    }

    private static byte[] echoed(NetworkNamespace client, IpNetwork server, byte[] sent) throws IOException {
        return client.call(() -> {
            try (Socket socket = new Socket(server.address(), PORT)) {
                Thread writer = new Thread(() -> write(socket, sent));
                writer.start();
                return socket.getInputStream().readNBytes(sent.length);
            }
        });
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
