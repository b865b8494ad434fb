package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Protocol;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.witness.measure.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real cut, and whatever can go wrong with one. */
@KernelTest
class RunWitnessTest {

    private static final int UDP_PORT = 7_000;
    private static final int MARKED = 100;          // datagrams of this length are let through
    private static final String LET_THROUGH = "-p udp --dport 7000 -m length --length " + (MARKED + 28) + " -j ACCEPT";

    private TwoHosts hosts;

    @BeforeEach
    void takeHosts(@Own TwoHosts ofThisTest) {
        hosts = ofThisTest;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void seesNothingCrossACutAndTheConnectionComeBack(IpFamily family) throws Exception {
        try (WitnessedFault fault = new WitnessedFault(hosts, WitnessedFault.selector(Protocol.ANY, Direction.BOTH));
                Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress(family))) {
            talk.exchange(100);
            fault.during(() -> {
                Conversation.say(talk.near(), 50);
                Conversation.say(talk.far(), 70);
                Thread.sleep(900);                          // some retransmissions
            });
            Conversation.hear(talk.far(), 50);
            Conversation.hear(talk.near(), 70);

            FaultEvidence evidence = fault.evidence(Duration.ZERO);
            assertYes(evidence.silence().verdict());
            DropEvidence cut = evidence.cut().orElseThrow();
            assertYes(cut.verdict());
            assertTrue(cut.arrived() > 0 && cut.counted().orElseThrow() >= cut.arrived(), cut.toString());
            assertYes(evidence.connections().verdict());
            assertEquals(1, evidence.connections().same());
            assertRecovered(evidence.stories());
            assertEquals(List.of(), evidence.notes());
        }
    }

    private static void assertRecovered(List<ConnectionTimeline> stories) {
        assertEquals(1, stories.size());
        ConnectionTimeline story = stories.get(0);
        assertEquals(Conversation.PORT, story.connection().destination().getPort());
        assertEquals(List.of(), story.sentAgain(), "the cut takes these away before they are captured");
        assertTrue(story.heardAgain().size() >= 2 && story.detected().equals(story.heardAgain().stream().findFirst()), story.toString());
        List<Duration> spacing = ConnectionTimeline.spacing(story.heardAgain());
        assertTrue(spacing.get(spacing.size() - 1).compareTo(Duration.ofMillis(150)) > 0, "backoff: " + spacing);
        assertTrue(story.firstData().isPresent() && story.answered().isPresent() && story.complete(), story.toString());
    }

    @Test
    void noticesAPacketThatLeaksOut() throws Exception {
        try (WitnessedFault fault = udpFault(Direction.BOTH)) {
            fault.interfere("-t mangle -I POSTROUTING 1 " + LET_THROUGH);
            fault.during(() -> {
                send(hosts.near().namespace(), far(), 10);
                send(hosts.near().namespace(), far(), MARKED);
            });

            DropEvidence cut = fault.evidence(Duration.ZERO).cut().orElseThrow();
            assertEquals(Verdict.no("1 packets went out, 0 came to the interface"), cut.verdict());
        }
    }

    @Test
    void allowsWhatWasOnItsWayAsLongAsItIsTold() throws Exception {
        try (WitnessedFault fault = udpFault(Direction.BOTH)) {
            fault.interfere("-t mangle -I POSTROUTING 1 " + LET_THROUGH);
            fault.during(() -> send(hosts.near().namespace(), far(), MARKED));

            assertYes(fault.evidence(Duration.ofSeconds(30)).cut().orElseThrow().verdict());
            assertEquals(1, fault.evidence(Duration.ofSeconds(30)).cut().orElseThrow().late());
            assertTrue(fault.evidence(Duration.ZERO).cut().orElseThrow().verdict().isNo());
        }
    }

    @Test
    void noticesAPacketThatIsLetInByTheCounters() throws Exception {
        try (WitnessedFault fault = udpFault(Direction.BOTH)) {
            fault.interfere("-t raw -I PREROUTING 1 " + LET_THROUGH);
            fault.during(() -> {
                send(hosts.far().namespace(), near(), 10);
                send(hosts.far().namespace(), near(), MARKED);
            });

            DropEvidence cut = fault.evidence(Duration.ZERO).cut().orElseThrow();
            assertEquals(Verdict.no("0 packets went out, 2 came to the interface, and the fault removed only 1"), cut.verdict());
        }
    }

    @Test
    void noticesSegmentsThatAreLetInByTheirAcknowledgements() throws Exception {
        try (WitnessedFault fault = new WitnessedFault(hosts, WitnessedFault.selector(Protocol.TCP, Direction.IN, "7100"));
                Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress(IpFamily.IPV4))) {
            talk.exchange(10);
            fault.interfere("-t raw -I PREROUTING 1 -p tcp --sport 7100 -j ACCEPT");
            fault.during(() -> {
                Conversation.say(talk.far(), 10);
                Conversation.hear(talk.near(), 10);
                Thread.sleep(300);                          // longer than TCP delays an acknowledgement
            });

            DropEvidence cut = fault.evidence(Duration.ZERO).cut().orElseThrow();
            assertEquals(1, cut.answered());
            assertTrue(cut.verdict().isNo(), cut.toString());
        }
    }

    @Test
    void noticesAResetAndTheConnectionItEnds() throws Exception {
        try (WitnessedFault fault = new WitnessedFault(hosts, WitnessedFault.selector(Protocol.TCP, Direction.OUT, "7100"));
                Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress(IpFamily.IPV4))) {
            talk.exchange(10);
            fault.during(() -> reset(talk.far()));

            FaultEvidence evidence = fault.evidence(Duration.ZERO);
            assertEquals(Verdict.no("0 FIN, 1 RST, 0 ICMP errors crossed"), evidence.silence().verdict());
            assertTrue(evidence.connections().verdict().isNo(), evidence.connections().toString());
            assertEquals(1, evidence.connections().gone().size());
            assertTrue(evidence.connections().gone().get(0).toString().endsWith(" to 10.77.0.2 port 7100 is gone"));
        }
    }

    @Test
    void noticesAFinAndAnIcmpError() throws Exception {
        try (WitnessedFault fault = new WitnessedFault(hosts, WitnessedFault.selector(Protocol.ANY, Direction.IN, "7000", "7100"));
                Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress(IpFamily.IPV4))) {
            fault.during(() -> {
                talk.near().shutdownOutput();
                send(hosts.near().namespace(), far(), 10);  // nobody listens there
            });

            Silence silence = fault.evidence(Duration.ZERO).silence();
            assertTrue(silence.fin() >= 1, silence.toString());
            assertEquals(1, silence.icmpErrors());
            assertTrue(silence.verdict().isNo());
        }
    }

    @Test
    void doesNotMindAnEndThatTheFaultTakesAway() throws Exception {
        try (WitnessedFault fault = new WitnessedFault(hosts, WitnessedFault.selector(Protocol.TCP, Direction.BOTH, "7100"));
                Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress(IpFamily.IPV4))) {
            fault.during(() -> reset(talk.far()));

            FaultEvidence evidence = fault.evidence(Duration.ZERO);
            assertEquals(1, evidence.silence().stopped());
            assertYes(evidence.silence().verdict());
            assertYes(evidence.connections().verdict());
        }
    }

    @Test
    void knowsNothingOfAFaultThatWasNeverInForce() throws Exception {
        try (WitnessedFault fault = udpFault(Direction.BOTH)) {
            FaultEvidence evidence = fault.evidence(Duration.ZERO);

            assertTrue(evidence.silence().verdict().isUnknown());
            assertTrue(evidence.cut().orElseThrow().verdict().isUnknown());
            assertTrue(evidence.connections().verdict().isUnknown());
        }
    }

    @Test
    void saysWhichInterfacesCameUpLaterAndVouchesForNothing() throws Exception {
        try (WitnessedFault fault = udpFault(Direction.BOTH)) {
            Shell.in(hosts.near().namespace(), "ip link add late0 type veth peer name late1; ip link set late0 up; ip link set late1 up");

            fault.during(() -> send(hosts.near().namespace(), far(), 10));

            FaultEvidence evidence = fault.evidence(Duration.ZERO);
            assertEquals(List.of("not watched on near, because it came up later: late1, late0"), evidence.notes());
            assertEquals(Verdict.unknown("0 packets went out, 0 came to the interface; but " + evidence.notes().get(0)),
                evidence.cut().orElseThrow().verdict());
            assertTrue(evidence.silence().verdict().isUnknown());
        }
    }

    @Test
    void writesFilesThatTcpdumpReads(@TempDir Path directory) throws Exception {
        try (WitnessedFault fault = udpFault(Direction.BOTH)) {
            send(hosts.near().namespace(), far(), 11);
            fault.during(() -> send(hosts.far().namespace(), near(), 22));
            send(hosts.near().namespace(), far(), 33);
            fault.witness().save(directory);
        }

        String packets = tcpdump(directory.resolve("near.pcapng"));     // which takes port 7000 for something of its own
        assertTrue(packets.matches("(?s).*10.77.0.1.7001 > 10.77.0.2.7000: [^\n]*\\(11\\)\n.*"
            + "10.77.0.2.7001 > 10.77.0.1.7000: [^\n]*\\(22\\)\n.*10.77.0.1.7001 > 10.77.0.2.7000: [^\n]*\\(33\\)\n.*"), packets);
        String near = new String(Files.readAllBytes(directory.resolve("near.pcapng")), StandardCharsets.ISO_8859_1);
        assertEquals(2, near.split("inject cut", -1).length - 1, "at the section and at a packet");
        assertEquals(2, near.split("heal cut", -1).length - 1);
        assertTrue(tcpdump(directory.resolve("far.pcapng")).contains("(22)"), "the far host is watched as well");
    }

    private String tcpdump(Path file) throws IOException {
        return Shell.in(hosts.near().namespace(), "tcpdump -nr " + file + " 2>&1");
    }

    private WitnessedFault udpFault(Direction direction) throws IOException {
        return new WitnessedFault(hosts, WitnessedFault.selector(Protocol.UDP, direction, "7000"));
    }

    private static void assertYes(Verdict verdict) {
        assertTrue(verdict.isYes(), verdict.toString());
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private InetSocketAddress far() throws IOException {
        return new InetSocketAddress(hosts.farAddress(IpFamily.IPV4), UDP_PORT);
    }

    private static InetSocketAddress near() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("10.77.0.1"), UDP_PORT);
    }

    private static void send(NetworkNamespace from, InetSocketAddress to, int bytes) throws IOException {
        from.call(() -> {
            try (DatagramSocket socket = new DatagramSocket(7_001)) {
                socket.send(new DatagramPacket(new byte[bytes], bytes, to));
                return null;
            }
        });
    }
}
