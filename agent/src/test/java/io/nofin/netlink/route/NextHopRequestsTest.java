package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.unit.IpAddresses;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bytes recorded by native-scripts/record-golden from ip of iproute2 6.1; sequence and port id are 0. Little-endian. */
class NextHopRequestsTest {

    private static final FindNextHop OWN = new FindNextHop(address("10.77.0.9"), address("10.77.0.2"), 0, 4, 16);

    @Test
    void asksForTheWayOfAPacketOfThisHostAsIpDoes() {
        String golden = """
            # ip route get to 10.77.0.2 from 10.77.0.9 oif eth0 mark 16
            3c000000 1a00 0100 00000000 00000000            # 60 bytes, RTM_GETROUTE, REQUEST
            02 20 20 00 00 00 00 00 00100000                # AF_INET, /32, from /32, RTM_F_LOOKUP_TABLE
            0800 0100 0a4d0002                              # RTA_DST 10.77.0.2
            0800 0200 0a4d0009                              # RTA_SRC 10.77.0.9
            0800 0400 04000000                              # RTA_OIF 4
            0800 1000 10000000                              # RTA_MARK 16
            """;

        assertArrayEquals(Hex.parse(golden), OWN.request().encode(0, 0));
        assertEquals("ip route get to 10.77.0.2 from 10.77.0.9 oif if4 mark 16", OWN.command());
    }

    @Test
    void asksForTheWayOfAForwardedPacketAsIpDoes() {
        String golden = """
            # ip route get to 10.77.0.2 from 10.77.0.8 iif eth0 mark 16
            3c000000 1a00 0100 00000000 00000000            # 60 bytes, RTM_GETROUTE, REQUEST
            02 20 20 00 00 00 00 00 00100000                # AF_INET, /32, from /32, RTM_F_LOOKUP_TABLE
            0800 0100 0a4d0002                              # RTA_DST 10.77.0.2
            0800 0200 0a4d0008                              # RTA_SRC 10.77.0.8
            0800 0300 04000000                              # RTA_IIF 4
            0800 1000 10000000                              # RTA_MARK 16
            """;
        FindNextHop forwarded = new FindNextHop(address("10.77.0.8"), address("10.77.0.2"), 4, 7, 16);

        assertArrayEquals(Hex.parse(golden), forwarded.request().encode(0, 0));
        assertEquals("ip route get to 10.77.0.2 from 10.77.0.8 iif if4 mark 16", forwarded.command());
    }

    @Test
    void asksForTheWayOfIpv6AsIpDoes() {
        String golden = """
            # ip -6 route get to fd00:77::2 from fd00:77::9 oif eth0 mark 16
            54000000 1a00 0100 00000000 00000000            # 84 bytes, RTM_GETROUTE, REQUEST
            0a 80 80 00 00 00 00 00 00000000                # AF_INET6, /128, from /128
            1400 0100 fd000077000000000000000000000002      # RTA_DST fd00:77::2
            1400 0200 fd000077000000000000000000000009      # RTA_SRC fd00:77::9
            0800 0400 04000000                              # RTA_OIF 4
            0800 1000 10000000                              # RTA_MARK 16
            """;

        assertArrayEquals(Hex.parse(golden),
            new FindNextHop(address("fd00:77::9"), address("fd00:77::2"), 0, 4, 16).request().encode(0, 0));
    }

    @Test
    void asksForANeighbourAsIpDoes() {
        String ipv4 = """
            # ip neigh get 10.77.0.2 dev eth0
            24000000 1e00 0100 00000000 00000000            # 36 bytes, RTM_GETNEIGH, REQUEST
            02 000000 04000000 0000 00 00                   # AF_INET, link 4
            0800 0100 0a4d0002                              # NDA_DST 10.77.0.2
            """;
        String ipv6 = """
            # ip -6 neigh get fd00:77::2 dev eth0
            30000000 1e00 0100 00000000 00000000            # 48 bytes, RTM_GETNEIGH, REQUEST
            0a 000000 04000000 0000 00 00                   # AF_INET6, link 4
            1400 0100 fd000077000000000000000000000002      # NDA_DST fd00:77::2
            """;

        assertArrayEquals(Hex.parse(ipv4), new FindNeighbour(4, address("10.77.0.2")).request().encode(0, 0));
        assertArrayEquals(Hex.parse(ipv6), new FindNeighbour(4, address("fd00:77::2")).request().encode(0, 0));
        assertEquals("ip neigh get 10.77.0.2 dev if4", new FindNeighbour(4, address("10.77.0.2")).command());
    }

    @Test
    void leadsToTheDestinationItselfOrToAGateway() throws Exception {
        assertEquals(Optional.of(address("10.77.0.2")), OWN.nextHop(route(1, "")));
        assertEquals(Optional.of(address("10.77.0.254")), OWN.nextHop(route(1, "0800 0500 0a4d00fe")));       // RTA_GATEWAY
        assertEquals(Optional.of(address("fd00:77::fe")),
            OWN.nextHop(route(1, "1600 1200 0a00 fd0000770000000000000000000000fe 0000")));                // RTA_VIA
    }

    @Test
    void leadsNowhereWhereNoOtherHostReceivesThePacketAsItIs() throws Exception {
        assertEquals(Optional.empty(), OWN.nextHop(route(1, "0800 0500 0a4d00fe 0800 1600 00000000")), "RTA_ENCAP");
        assertEquals(Optional.empty(), OWN.nextHop(route(2, "")), "RTN_LOCAL");
        assertEquals(Optional.empty(), OWN.nextHop(route(3, "")), "RTN_BROADCAST");
        assertTrue(FindNextHop.isBroadcast(route(3, "")));
        assertFalse(FindNextHop.isBroadcast(route(1, "")));
    }

    @Test
    void takesTheAddressOfANeighbourThatAnsweredOnly() throws Exception {
        String address = "0a00 0200 02000a4d0002 0000";                                                     // NDA_LLADDR
        assertArrayEquals(Hex.parse("02000a4d0002"),
            FindNeighbour.ethernetAddress(message("02 000000 04000000 0200 00 01" + address)).orElseThrow());        // NUD_REACHABLE
        assertTrue(FindNeighbour.ethernetAddress(message("02 000000 04000000 0100 00 01" + address)).isEmpty());  // NUD_INCOMPLETE
        assertTrue(FindNeighbour.ethernetAddress(message("02 000000 04000000 0200 00 01 0800 0200 0a4d0002")).isEmpty(), "no Ethernet");
    }

    @Test
    void takesTheAddressOfAnEthernetLinkOnly() throws Exception {
        String rest = "04000000 00000000 00000000 0a00 0100 02000a4d0009 0000 0800 0400 dc050000";              // IFLA_ADDRESS, IFLA_MTU
        assertArrayEquals(Hex.parse("02000a4d0009"), GetLink.ethernetAddress(message("00 00 0100" + rest)).orElseThrow());
        assertTrue(GetLink.ethernetAddress(message("00 00 0403" + rest)).isEmpty(), "ARPHRD_LOOPBACK");
        assertEquals(1_500, GetLink.mtu(message("00 00 0100" + rest)));
    }

    private static NetlinkMessage route(int type, String attributes) {
        return message("02 20 20 00 fe 00 00 0" + type + " 00000000" + attributes);
    }

    private static NetlinkMessage message(String hex) {
        return new NetlinkMessage(0, Hex.parse(hex));
    }

    private static InetAddress address(String text) {
        return IpAddresses.parse(text).orElseThrow();
    }
}
