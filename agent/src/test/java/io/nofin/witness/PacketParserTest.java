package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Side;
import io.nofin.testing.Hex;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.witness.WirePacket.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.DataLinkType;

/** The frames are what tcpdump -s 128 -xx printed on a veth; the host is 10.77.0.1 and fd77::1. */
class PacketParserTest {

    private static final String TCP_DATA = """
        1a0a2ea18e73 0addc339ca10 0800
        4500 0039 1954 4000 4006 0ccf 0a4d0001 0a4d0002    # 10.77.0.1 > 10.77.0.2, 57 bytes
        9c40 0007 61f88012 6353ba95 8018 003f 14c8 0000    # 40000 > 7, PSH ACK, 32 bytes of header
        0101080a c979cc87 685926c6
        6e6f66696e                                         # nofin
        """;
    private static final String TCP_FIN = """
        0addc339ca10 1a0a2ea18e73 0800
        4500 0034 a183 4000 4006 84a4 0a4d0002 0a4d0001    # 10.77.0.2 > 10.77.0.1
        0007 9c40 6353ba95 61f88017 8011 0040 14c3 0000    # 7 > 40000, FIN ACK
        0101080a 685926c6 c979cc87
        """;
    private static final String TCP6_RST = """
        0addc339ca10 1a0a2ea18e73 86dd
        6009bc91 0014 06 40                                # 20 bytes, TCP
        fd770000000000000000000000000002 fd770000000000000000000000000001
        0009 9c43 00000000 1e3b60f5 5014 0000 fb0c 0000    # 9 > 40003, RST ACK
        """;
    private static final String ICMP_ERROR = """
        0addc339ca10 1a0a2ea18e73 0800
        45c0 0039 2fea 0000 4001 357e 0a4d0002 0a4d0001    # 10.77.0.2 > 10.77.0.1, ICMP
        03 03 d3f0 00000000                                # port unreachable
        4500 001d e935 4000 4011 3cfe 0a4d0001 0a4d0002    # about 10.77.0.1 > 10.77.0.2, UDP
        9c42 0009 0009 14b7 78                             # 40002 > 9
        """;
    private static final String ICMP6_ERROR = """
        0addc339ca10 1a0a2ea18e73 86dd
        6000bd2b 0039 3a 40                                # 57 bytes, ICMPv6
        fd770000000000000000000000000002 fd770000000000000000000000000001
        01 04 0f56 00000000                                # port unreachable
        600278a0 0009 11 40                                # about 9 bytes, UDP
        fd770000000000000000000000000001 fd770000000000000000000000000002
        9c41 0009 0009 fb0c 78                             # 40001 > 9
        """;
    private static final String NEIGHBOUR_SOLICITATION = """
        3333ff000002 0addc339ca10 86dd
        60000000 0020 3a ff
        fd770000000000000000000000000001 ff0200000000000000000001ff000002
        8700 e682 00000000 fd770000000000000000000000000002 0101 0addc339ca10
        """;

    private final PacketParser parser = new PacketParser(LinkLayer.of(DataLinkType.EN10MB),
        List.of(IpNetwork.parse("10.77.0.1"), IpNetwork.parse("fd77::1")));

    @Test
    void readsDataThatLeaves() {
        assertEquals(new WirePacket(Kind.TCP, Optional.of(Side.EGRESS), IpFamily.IPV4, 40_000, 7, 5, false, false, false), parse(TCP_DATA));
    }

    @Test
    void readsTheEndOfAConnectionThatArrives() {
        assertEquals(new WirePacket(Kind.TCP, Optional.of(Side.INGRESS), IpFamily.IPV4, 40_000, 7, 0, true, false, false), parse(TCP_FIN));
        assertEquals(new WirePacket(Kind.TCP, Optional.of(Side.INGRESS), IpFamily.IPV6, 40_003, 9, 0, false, false, true), parse(TCP6_RST));
    }

    @Test
    void findsTheConnectionThatAnErrorIsAbout() {
        WirePacket v4 = parse(ICMP_ERROR);
        WirePacket v6 = parse(ICMP6_ERROR);

        assertEquals(new WirePacket(Kind.ICMP, Optional.of(Side.INGRESS), IpFamily.IPV4, 40_002, 9, 0x0303, false, false, false), v4);
        assertEquals(new WirePacket(Kind.ICMP, Optional.of(Side.INGRESS), IpFamily.IPV6, 40_001, 9, 0x0104, false, false, false), v6);
        assertTrue(v4.isIcmpError() && v6.isIcmpError());
    }

    @Test
    void takesNeighbourDiscoveryForNoError() {
        assertFalse(parse(NEIGHBOUR_SOLICITATION).isIcmpError());
    }

    @Test
    void readsBehindVlanTagsAndExtensionHeaders() {
        assertEquals(parse(TCP_DATA), parse(TCP_DATA.replaceFirst("0800\n", "8100 0005 0800\n")));
        assertEquals(parse(TCP6_RST), parse(TCP6_RST.replace("0014 06 40", "001c 00 40")
            .replace("0000000001\n", "0000000001\n 06 00 010400000000 # hop-by-hop options\n")));
    }

    @Test
    void readsBareIpAsTunnelsHaveIt() {
        byte[] frame = Hex.parse(TCP_DATA);
        var bare = new PacketParser(LinkLayer.of(DataLinkType.RAW), List.of(IpNetwork.parse("10.77.0.1")));

        assertEquals(Optional.of(parse(TCP_DATA)), bare.parse(Arrays.copyOfRange(frame, 14, frame.length)));
    }

    @Test
    void takesPacketsOfOthersForPassing() {
        var elsewhere = new PacketParser(LinkLayer.of(DataLinkType.EN10MB), List.of(IpNetwork.parse("10.77.0.3")));

        assertEquals(Optional.empty(), elsewhere.parse(Hex.parse(TCP_DATA)).orElseThrow().side());
    }

    @Test
    void survivesFramesCutOffAnywhere() {
        for (String frame : List.of(TCP_DATA, TCP6_RST, ICMP_ERROR, ICMP6_ERROR, NEIGHBOUR_SOLICITATION)) {
            byte[] whole = Hex.parse(frame);
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertTrue(length >= 34 || parser.parse(part).isEmpty(), "length " + length);
                parser.parse(part);
            }
        }
    }

    private WirePacket parse(String frame) {
        return parser.parse(Hex.parse(frame)).orElseThrow();
    }
}
