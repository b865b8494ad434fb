package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpNetwork;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Bytes recorded by native-scripts/record-golden from ip of iproute2 6.1; sequence and port id are 0. Little-endian. */
class AddressRequestsTest {

    private static final Link ETH0 = new Link(4, "eth0", false, false);

    @Test
    void dumpsAddressesAsIpDoes() {
        String golden = """
            # ip address show
            18000000 1600 0103 00000000 00000000            # 24 bytes, RTM_GETADDR, REQUEST|DUMP
            00 00 00 00 00000000                            # every family, every link
            """;

        assertArrayEquals(Hex.parse(golden), new DumpAddresses().request().encode(0, 0));
    }

    @Test
    void addsAnIpv4AddressAsIpDoes() {
        String golden = """
            # ip address add 10.77.0.1/24 dev eth0
            28000000 1400 0506 00000000 00000000            # 40 bytes, RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
            02 18 00 00 04000000                            # AF_INET, /24, ifindex 4
            0800 0200 0a4d0001                              # IFA_LOCAL 10.77.0.1
            0800 0100 0a4d0001                              # IFA_ADDRESS 10.77.0.1
            """;
        AddAddress add = new AddAddress(ETH0, address("10.77.0.1"), 24);

        assertArrayEquals(Hex.parse(golden), sent(add));
        assertEquals("ip address add 10.77.0.1/24 dev eth0", add.command());
    }

    @Test
    void addsAnIpv6AddressWithoutDuplicateDetectionAsIpDoes() {
        String golden = """
            # ip -6 address add fd00:77::1/64 dev eth0 nodad
            40000000 1400 0506 00000000 00000000            # 64 bytes, RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
            0a 40 02 00 04000000                            # AF_INET6, /64, IFA_F_NODAD, ifindex 4
            1400 0200 fd000077000000000000000000000001      # IFA_LOCAL fd00:77::1
            1400 0100 fd000077000000000000000000000001      # IFA_ADDRESS fd00:77::1
            """;
        AddAddress add = new AddAddress(ETH0, address("fd00:77::1"), 64);

        assertArrayEquals(Hex.parse(golden), sent(add));
        assertEquals("ip -6 address add fd00:77::1/64 dev eth0 nodad", add.command());
    }

    @Test
    void asksForARouteAsIpDoes() {
        String ipv4 = """
            # ip route get 10.77.0.2
            24000000 1a00 0100 00000000 00000000            # 36 bytes, RTM_GETROUTE, REQUEST
            02 20 00 00 00 00 00 00 00100000                # AF_INET, /32, RTM_F_LOOKUP_TABLE
            0800 0100 0a4d0002                              # RTA_DST 10.77.0.2
            """;
        String ipv6 = """
            # ip -6 route get fd00:77::2
            30000000 1a00 0100 00000000 00000000            # 48 bytes, RTM_GETROUTE, REQUEST
            0a 80 00 00 00 00 00 00 00000000                # AF_INET6, /128
            1400 0100 fd000077000000000000000000000002      # RTA_DST fd00:77::2
            """;

        assertArrayEquals(Hex.parse(ipv4), new FindRoute(address("10.77.0.2")).request().encode(0, 0));
        assertArrayEquals(Hex.parse(ipv6), new FindRoute(address("fd00:77::2")).request().encode(0, 0));
        assertEquals("ip route get fd00:77::2", new FindRoute(address("fd00:77::2")).command());
    }

    @Test
    void refusesAPrefixLongerThanTheAddress() {
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> new AddAddress(ETH0, address("10.77.0.1"), 33));

        assertEquals("prefix length must be between 0 and 32: prefix=33", refused.getMessage());
    }

    private static InetAddress address(String text) {
        return IpNetwork.parse(text).address();
    }

    /** Returns the bytes of a request, with the acknowledgement that ip asks for and the socket adds to every request that is no dump. */
    private static byte[] sent(RouteRequest add) {
        NetlinkRequest request = add.request();
        return new NetlinkRequest(request.type(), request.flags() | NetlinkRequest.ACK, request.payload()).encode(0, 0);
    }
}
