package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.plan.Exemption;
import io.nofin.scenario.Direction;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Selector;
import io.nofin.testing.Hex;
import io.nofin.unit.IpNetwork;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/** The host is 10.77.0.1 and fd77::1; the frames are those of {@link PacketParserTest}. */
class SelectionTest {

    private static final String HEAD = "1a0a2ea18e73 0addc339ca10 ";
    private static final String DATA_OUT = HEAD + "0800 4500 0039 1954 4000 4006 0ccf 0a4d0001 0a4d0002 "
        + "9c40 0007 61f88012 6353ba95 8018 003f 14c8 0000 0101080a c979cc87 685926c6 6e6f66696e";
    private static final String FIN_IN = HEAD + "0800 4500 0034 a183 4000 4006 84a4 0a4d0002 0a4d0001 "
        + "0007 9c40 6353ba95 61f88017 8011 0040 14c3 0000 0101080a 685926c6 c979cc87";
    private static final String ERROR_IN = HEAD + "0800 45c0 0039 2fea 0000 4001 357e 0a4d0009 0a4d0001 03 03 d3f0 00000000 "
        + "4500 001d e935 4000 4006 3cfe 0a4d0001 0a4d0002 9c40 0007 00000000";
    private static final String SOLICITATION_OUT = HEAD + "86dd 60000000 0020 3a ff fd770000000000000000000000000001 "
        + "ff0200000000000000000001ff000002 8700 e682 00000000 fd770000000000000000000000000002 0101 0addc339ca10";
    private static final List<IpNetwork> EVERYONE = List.of(IpNetwork.parse("0.0.0.0/1"), IpNetwork.parse("128.0.0.0/1"),
        IpNetwork.parse("::/1"), IpNetwork.parse("8000::/1"));

    private final PacketParser parser =
        new PacketParser(LinkLayer.of(DataLinkType.EN10MB), List.of(IpNetwork.parse("10.77.0.1"), IpNetwork.parse("fd77::1")));

    @Test
    void selectsByPeerPortProtocolAndDirection() {
        assertTrue(selects(selector(Protocol.TCP, "", "", "7", Direction.BOTH), DATA_OUT, "10.77.0.0/24"));
        assertTrue(selects(selector(Protocol.ANY, "7", "", "", Direction.IN), FIN_IN, "10.77.0.2"));
        assertTrue(selects(selector(Protocol.TCP, "", "40000", "", Direction.BOTH), FIN_IN, "10.0.0.0/8"));
        assertFalse(selects(selector(Protocol.TCP, "", "", "40000", Direction.BOTH), FIN_IN, "10.77.0.2"), "the other end's port");
        assertFalse(selects(selector(Protocol.TCP, "", "", "", Direction.OUT), FIN_IN, "10.77.0.2"));
        assertFalse(selects(selector(Protocol.UDP, "", "", "", Direction.BOTH), DATA_OUT, "10.77.0.2"));
        assertFalse(selects(selector(Protocol.TCP, "", "", "", Direction.BOTH), DATA_OUT, "10.77.0.1"), "the host is not its peer");
    }

    @Test
    void runsTheScenariosFilterFromTheIpHeaderOn() {
        assertTrue(selects(filtered("tcp[tcpflags] & tcp-push != 0"), DATA_OUT, "10.77.0.2"));
        assertFalse(selects(filtered("tcp[tcpflags] & tcp-push != 0"), FIN_IN, "10.77.0.2"));
        assertTrue(selects(filtered("ip[0] == 0x45 and len == 57"), DATA_OUT, "10.77.0.2"));
    }

    @Test
    void leavesOutWhatTheRulesLeaveOut() {
        Exemption ssh = new Exemption.Connection(IpNetwork.parse("10.77.0.1"), 40_000, IpNetwork.parse("10.77.0.2"), 7);
        try (Selection exempting = new Selection(Selector.all(), new PeerSet(EVERYONE), List.of(ssh))) {
            assertFalse(exempting.selects(seen(DATA_OUT)));
            assertFalse(exempting.selects(seen(FIN_IN)));
            assertFalse(exempting.selects(seen(SOLICITATION_OUT)));
        }
    }

    @Test
    void leavesOutWhatIsProtected() {
        for (Exemption protection : List.of(new Exemption.Peer(IpNetwork.parse("10.77.0.0/24")), new Exemption.Ports(PortSet.parse(List.of("5-9"))))) {
            try (Selection exempting = new Selection(Selector.all(), new PeerSet(EVERYONE), List.of(protection))) {
                assertFalse(exempting.selects(seen(DATA_OUT)), protection.toString());
                assertFalse(exempting.selects(seen(FIN_IN)), protection.toString());
            }
        }
        Exemption others = new Exemption.Peer(IpNetwork.parse("10.77.0.1"));       // the host itself
        try (Selection exempting = new Selection(Selector.all(), new PeerSet(EVERYONE), List.of(others))) {
            assertTrue(exempting.selects(seen(DATA_OUT)));
        }
    }

    @Test
    void knowsTheConnectionOfAnErrorWhoeverSendsIt() {
        try (Selection cut = new Selection(selector(Protocol.TCP, "7", "", "", Direction.OUT), peers("10.77.0.2"), List.of())) {
            assertTrue(cut.isOfConnections(seen(ERROR_IN)));
            assertFalse(cut.selects(seen(ERROR_IN)));
            assertTrue(cut.isOfConnections(seen(FIN_IN)), "though the fault is for the other direction");
        }
        try (Selection other = new Selection(selector(Protocol.TCP, "8", "", "", Direction.OUT), peers("10.77.0.2"), List.of())) {
            assertFalse(other.isOfConnections(seen(ERROR_IN)));
        }
    }

    @Test
    void tellsTheKernelNothingThatWouldMissAPacket() throws Exception {
        for (Selector selector : List.of(Selector.all(), selector(Protocol.TCP, "7", "", "", Direction.OUT),
                selector(Protocol.ANY, "", "40000", "1-10", Direction.IN), filtered("tcp[tcpflags] & tcp-push != 0"))) {
            for (PeerSet peers : List.of(peers("10.77.0.2"), new PeerSet(EVERYONE), new PeerSet(manyPeers()))) {
                try (Selection selection = new Selection(selector, peers, List.of())) {
                    String filter = KernelFilter.of(List.of(selection));
                    assertEquals(List.of(true, true, true),
                        List.of(passes(filter, DATA_OUT), passes(filter, FIN_IN), passes(filter, ERROR_IN)), filter);
                }
            }
        }
    }

    @Test
    void tellsTheKernelWhatCanBeSaid() {
        Selector selector = selector(Protocol.TCP, "6379,7000-7010", "", "1", Direction.OUT);
        try (Selection selection = new Selection(selector, peers("10.0.0.0/8"), List.of())) {
            assertTrue(KernelFilter.of(List.of(selection)).startsWith("(((tcp) and (portrange 6379-6379 or portrange 7000-7010) and "
                + "((dst portrange 1-1) or (src portrange 1-1)) and (net 10.0.0.0/8))) or icmp"), KernelFilter.of(List.of(selection)));
        }
    }

    private boolean selects(Selector selector, String frame, String peer) {
        try (Selection selection = new Selection(selector, peers(peer), List.of())) {
            return selection.selects(seen(frame));
        }
    }

    private CapturedPacket seen(String frame) {
        byte[] bytes = Hex.parse(frame);
        IpHeader ip = parser.header(bytes).orElseThrow();
        return new CapturedPacket(new CapturedFrame(0, 0, bytes.length, bytes), new Capture.Link(0, "near", "eth0", 1, parser), ip, parser.parse(bytes, ip));
    }

    private static boolean passes(String filter, String frame) throws Exception {
        try (PcapHandle dead = Pcaps.openDead(DataLinkType.EN10MB, 65_535)) {
            var program = dead.compileFilter(filter, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
            byte[] bytes = Hex.parse(frame);
            boolean passes = program.applyFilter(bytes, bytes.length, bytes.length);
            program.free();
            return passes;
        }
    }

    private static PeerSet peers(String network) {
        return new PeerSet(List.of(IpNetwork.parse(network)));
    }

    private static List<IpNetwork> manyPeers() {
        return IntStream.range(0, 50_000).mapToObj(i -> IpNetwork.parse("10.77." + i / 250 + "." + i % 250)).toList();
    }

    private static Selector filtered(String filter) {
        return new Selector(List.of(), PortSet.ALL, PortSet.ALL, PortSet.ALL, Protocol.ANY, Direction.BOTH, Optional.empty(),
            Optional.of(filter));
    }

    private static Selector selector(Protocol protocol, String ports, String local, String remote, Direction direction) {
        return new Selector(List.of(), ports(ports), ports(local), ports(remote), protocol, direction, Optional.empty(), Optional.empty());
    }

    private static PortSet ports(String list) {
        return list.isEmpty() ? PortSet.ALL : PortSet.parse(List.of(list.split(",")));
    }
}
