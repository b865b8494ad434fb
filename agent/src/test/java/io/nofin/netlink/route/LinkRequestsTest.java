package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.netlink.NetlinkRequest;
import org.junit.jupiter.api.Test;

/** Bytes recorded by native-scripts/record-golden from ip of iproute2 6.1; sequence and port id are 0. Little-endian. */
class LinkRequestsTest {

    private static final Link ETH0 = new Link(4, "eth0", false, false);
    private static final Link BR0 = new Link(2, "br0", false, false);

    @Test
    void dumpsLinksAsIpDoes() {
        String golden = """
            # ip address show
            28000000 1200 0103 00000000 00000000            # 40 bytes, RTM_GETLINK, REQUEST|DUMP
            00 00 0000 00000000 00000000 00000000           # every link
            0800 1d00 01000000                              # IFLA_EXT_MASK RTEXT_FILTER_VF
            """;

        assertArrayEquals(Hex.parse(golden), new DumpLinks().request().encode(0, 0));
    }

    @Test
    void makesABridgeAsIpDoes() {
        String golden = """
            # ip link add name br1 type bridge
            38000000 1000 0506 00000000 00000000            # 56 bytes, RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
            00 00 0000 00000000 00000000 00000000           # a new link
            0800 0300 62723100                              # IFLA_IFNAME "br1"
            1000 1200                                       # IFLA_LINKINFO
              0a00 0100 627269646765 0000                   #   IFLA_INFO_KIND "bridge", no NUL
            """;
        CreateBridge bridge = new CreateBridge("br1");

        assertArrayEquals(Hex.parse(golden), sent(bridge));
        assertEquals("ip link add name br1 type bridge", bridge.command());
    }

    @Test
    void makesAVethPairAcrossNamespacesAsIpDoes() {
        String golden = """
            # ip link add name v1 type veth peer netns other name eth0
            60000000 1000 0506 00000000 00000000            # 96 bytes, RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
            00 00 0000 00000000 00000000 00000000           # a new link
            0700 0300 763100 00                             # IFLA_IFNAME "v1"
            3800 1200                                       # IFLA_LINKINFO
              0800 0100 76657468                            #   IFLA_INFO_KIND "veth"
              2c00 0200                                     #   IFLA_INFO_DATA
                2800 0100                                   #     VETH_INFO_PEER
                  00 00 0000 00000000 00000000 00000000     #       a new link
                  0800 1c00 04000000                        #       IFLA_NET_NS_FD 4
                  0900 0300 6574683000 000000               #       IFLA_IFNAME "eth0"
            """;
        CreateVeth veth = new CreateVeth("v1", "eth0", 4, "other");

        assertArrayEquals(Hex.parse(golden), sent(veth));
        assertEquals("ip link add name v1 type veth peer netns other name eth0", veth.command());
    }

    @Test
    void takesALinkUpAsIpDoes() {
        String golden = """
            # ip link set dev eth0 up
            20000000 1000 0500 00000000 00000000            # 32 bytes, RTM_NEWLINK, REQUEST|ACK
            00 00 0000 04000000 01000000 01000000           # ifindex 4, IFF_UP of IFF_UP
            """;
        SetLinkUp up = new SetLinkUp(ETH0);

        assertArrayEquals(Hex.parse(golden), sent(up));
        assertEquals("ip link set dev eth0 up", up.command());
    }

    @Test
    void enslavesALinkAsIpDoes() {
        String golden = """
            # ip link set dev eth0 master br0
            28000000 1000 0500 00000000 00000000            # 40 bytes, RTM_NEWLINK, REQUEST|ACK
            00 00 0000 04000000 00000000 00000000           # ifindex 4
            0800 0a00 02000000                              # IFLA_MASTER 2
            """;
        SetLinkMaster master = new SetLinkMaster(ETH0, BR0);

        assertArrayEquals(Hex.parse(golden), sent(master));
        assertEquals("ip link set dev eth0 master br0", master.command());
    }

    @Test
    void refusesANameThatTheKernelWouldRefuse() {
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> new CreateBridge("sixteen-letters!"));

        assertEquals("an interface name has 1 to 15 bytes: name=sixteen-letters!", refused.getMessage());
    }

    /** Returns the bytes of a request, with the acknowledgement that ip asks for and the socket adds to every request that is no dump. */
    private static byte[] sent(RouteRequest route) {
        NetlinkRequest request = route.request();
        return new NetlinkRequest(request.type(), request.flags() | NetlinkRequest.ACK, request.payload()).encode(0, 0);
    }
}
