package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Nofin;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that begin at a packet: the receivers count what came, to the packet. */
class PacketTriggersTest extends InWorld {

    private static final String TARGETS = """
        nofin: 1
        targets: { app: { netns: app }, peer: { netns: peer } }
        """;
    private static final String CUT = TARGETS + """
        faults:
          ready: { on: app, protocol: gre, drop: silent, optional: true }
          cut: { on: app, peers: peer, ports: 9000, drop: silent }
        timeline:
          - { inject: ready, for: 10ms }
        """;
    private static final int DATAGRAMS = 3_000;
    private static final int MARKED = 1_500;

    /** Sends them from one processor: from several, the kernel itself changes their order. */
    private static final String SEND = """
        exec taskset -c 0 bash -c 'exec 3<>/dev/udp/%s/9000
        for ((i = 1; i <= %d; i++)); do [ $i = %d ] && echo -n "STOP $i" >&3 || echo -n "go $i" >&3; done'
        """;

    /** Numbers datagrams; the marked one says so. */
    private static String text(int number) {
        return (number == MARKED ? "STOP" : "go") + " " + number;
    }

    @ParameterizedTest
    @CsvSource({"10.99.0.2, app, out, passes, nft", "10.99.0.2, app, out, faulted, nft", "10.99.0.2, peer, in, passes, nft", "10.99.0.2, peer, in, faulted, nft",
        "fd00:99::2, app, out, passes, nft", "fd00:99::2, peer, in, faulted, nft", "10.99.0.2, app, out, passes, legacy", "fd00:99::2, peer, in, faulted, legacy"})
    void loseNothingBeforeThePacketAndEverythingBehindIt(String address, String on, String direction, String keep, String backEnd) throws Exception {
        if (backEnd.equals("legacy")) {         // tables of it are there already
            Shell.in(world.namespace(on), "iptables-legacy -t mangle -A INPUT -j ACCEPT; ip6tables-legacy -t mangle -A INPUT -j ACCEPT");
        }
        scenario(TARGETS + """
            faults:
              ready: { on: app, protocol: gre, drop: silent, optional: true }
              cut: { on: %1$s, protocol: udp, ports: 9000, direction: %2$s, drop: silent }
            timeline:
              - { inject: ready, for: 10ms }
              - { when: { packet: { on: %1$s, protocol: udp, ports: 9000, direction: %2$s, contains: STOP }, keep: %3$s }, inject: cut, for: 3s }
            """.formatted(on, direction, keep));
        assertReaches(address);     // packets that wait for the neighbour's address are overtaken by the first that need not
        List<String> received = new CopyOnWriteArrayList<>();
        try (DatagramSocket receiver = world.namespace("peer").call(() -> new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 9000)));
                Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitSaying("inject ready")) {
            receiver.setReceiveBufferSize(1 << 22);
            count(receiver, received);
            Shell.in(app, SEND.formatted(address, DATAGRAMS, MARKED));
            JsonNode report = new ObjectMapper().readTree(nofin.await().exitedWith(0).output());

            int last = keep.equals("passes") ? MARKED : MARKED - 1;
            Wait.until("the datagrams", () -> received.size() >= last);
            assertEquals(IntStream.rangeClosed(1, last).mapToObj(PacketTriggersTest::text).toList(), received);
            JsonNode packet = report.at("/triggered/0");
            assertEquals("STOP " + MARKED, packet.at("/packet/first-bytes").asText(), report.toString());
            assertEquals("yes", packet.at("/exact/answer").asText(), report.toString());
            assertEquals(MARKED, packet.at("/counts/selected").asInt(), report.toString());
            assertNothingIsLeft();
        }
    }

    private static void count(DatagramSocket receiver, List<String> received) {
        Thread thread = new Thread(() -> {
            byte[] room = new byte[100];
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(room, room.length);
                    receiver.receive(packet);
                    received.add(new String(room, 0, packet.getLength(), StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // closed: the end
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void cutBetweenARequestAndItsAnswer() throws Exception {
        scenario(CUT + """
              - { when: { packet: { on: app, peers: peer, ports: 9000, direction: out, contains: "EXEC" } }, inject: cut, for: 2s }
            """);
        try (ServerSocket server = listening(); Nofin nofin = waiting(); Socket client = connected(); Socket served = server.accept()) {
            assertEquals("MULTI", exchange(client, served, "MULTI"));
            client.getOutputStream().write("EXEC".getBytes(StandardCharsets.UTF_8));
            assertEquals("EXEC", new String(served.getInputStream().readNBytes(4), StandardCharsets.UTF_8), "the packet itself passes");
            nofin.awaitSaying("inject cut");
            served.getOutputStream().write("DONE".getBytes(StandardCharsets.UTF_8));
            client.setSoTimeout(500);
            assertTrue(isSilent(client), "the answer came");
            client.setSoTimeout(60_000);
            assertEquals("DONE", new String(client.getInputStream().readNBytes(4), StandardCharsets.UTF_8), "TCP brings it after the heal");

            JsonNode report = new ObjectMapper().readTree(nofin.await().exitedWith(0).output());
            assertEquals("yes", report.at("/triggered/0/exact/answer").asText(), report.toString());
            assertNothingIsLeft();
        }
    }

    @Test
    void waitForTheNumberThatIsAskedFor() throws Exception {
        scenario(CUT + """
              - { when: { packet: { on: app, peers: peer, ports: 9000, direction: out, has-data: true }, nth: 3, keep: faulted }, inject: cut, for: 1s }
            """);
        try (ServerSocket server = listening(); Nofin nofin = waiting(); Socket client = connected(); Socket served = server.accept()) {
            assertEquals("one", exchange(client, served, "one"));
            assertEquals("two", exchange(client, served, "two"));
            client.getOutputStream().write("three".getBytes(StandardCharsets.UTF_8));
            nofin.awaitSaying("inject cut");
            served.setSoTimeout(500);
            assertTrue(isSilent(served), "the third one came");

            nofin.await().exitedWith(0);
            served.setSoTimeout(60_000);
            assertEquals("three", new String(served.getInputStream().readNBytes(5), StandardCharsets.UTF_8), "TCP brings it after the heal");
            assertNothingIsLeft();
        }
    }

    @Test
    void countASegmentOnceThatTcpSendsAgain() throws Exception {
        scenario(CUT + """
              - { when: { packet: { on: app, peers: peer, ports: 9000, direction: out, has-data: true }, nth: 2, keep: faulted }, inject: cut, for: 1s }
            """);
        try (ServerSocket server = listening(); Nofin nofin = waiting(); Socket client = connected(); Socket served = server.accept()) {
            Shell.in(world.namespace("peer"), "iptables -A INPUT -p tcp --dport 9000 -j DROP");
            client.getOutputStream().write("one".getBytes(StandardCharsets.UTF_8));
            Wait.until("TCP has sent it four times", () -> Integer.parseInt(Shell.in(world.namespace("peer"),
                "iptables -nvxL INPUT | awk '$3 == \"DROP\" { print $1 }'").strip()) >= 4);
            Shell.in(world.namespace("peer"), "iptables -F INPUT");
            assertEquals("one", new String(served.getInputStream().readNBytes(3), StandardCharsets.UTF_8), "nothing has begun");
            client.getOutputStream().write("two".getBytes(StandardCharsets.UTF_8));

            JsonNode triggered = new ObjectMapper().readTree(nofin.await().exitedWith(0).output()).at("/triggered/0");
            assertEquals("two", triggered.at("/packet/first-bytes").asText(), triggered.toString());
            assertEquals(2, triggered.at("/counts/fresh").asInt(), triggered.toString());
            assertTrue(triggered.at("/counts/containing").asInt() >= 5, triggered.toString());
            assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void letPacketsPassWhenNofinIsEndedWhileItWaits(String signal) throws Exception {
        scenario(TARGETS + """
            faults:
              ready: { on: app, protocol: gre, drop: silent, optional: true }
              cut: { on: app, peers: peer, drop: silent }
            timeline:
              - { inject: ready, for: 10ms }
              - { when: { packet: { on: app, peers: peer, contains: "EXEC" }, within: 9m }, inject: cut, for: 1s }
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("inject ready")) {
            assertReaches(PEER);
            assertTrue(run("status").exitedWith(0).output().contains("  waiting, "), "a person sees that it waits");

            nofin.signal(signal).await();

            assertReaches(PEER);
            assertReaches(PEER_6);
            Wait.until("the rules are gone", () -> !Shell.in(app, "iptables-save").contains("NOFIN"));
            run("heal").exitedWith(0);
            assertNothingIsLeft();
        }
    }

    @Test
    void failTheRunWhenThePacketDoesNotCome() throws Exception {
        scenario(TARGETS + """
            faults: { ready: { on: app, protocol: gre, drop: silent, optional: true }, cut: { on: app, peers: peer, drop: silent, optional: true } }
            timeline: [{ inject: ready, for: 10ms }, { when: { packet: { on: app, peers: peer, ports: 7, direction: out, contains: "EXEC" }, within: 2s }, inject: cut, for: 1s }]
            """);
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml").awaitSaying("inject ready")) {
            assertReaches(PEER);
            Nofin.Result result = nofin.await().exitedWith(1);

            assertTrue(result.output().contains("timeline[1] did not begin: within 2s nothing happened of when: { packet: "), result.toString());
            assertTrue(result.output().matches("(?s).*: [1-9]\\d* packets passed that the selector selects, 0 of those with the pattern in them.*"), result.toString());
            assertNothingIsLeft();
        }
    }


    private ServerSocket listening() throws IOException {
        return world.namespace("peer").call(() -> new ServerSocket(9000, 5, InetAddress.getByName(PEER)));
    }

    private Nofin waiting() throws IOException {
        return Nofin.start(world, "run", "scenario.yaml", "--json").awaitSaying("inject ready");
    }

    private Socket connected() throws IOException {
        return app.call(() -> new Socket(InetAddress.getByName(PEER), 9000));
    }

    private static String exchange(Socket client, Socket served, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        byte[] read = served.getInputStream().readNBytes(text.length());
        served.getOutputStream().write(read);
        return new String(client.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
    }

    private static boolean isSilent(Socket socket) throws IOException {
        try {
            socket.getInputStream().read();
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        }
    }
}
