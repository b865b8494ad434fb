package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.testing.Hex;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded from ipset 7.17 by native-scripts/record-golden; sequence and port id set to 0. Little-endian. */
class IpSetTest {

    private static final IpSet INET = new IpSet("nofin-a-4", IpFamily.IPV4);
    private static final IpSet INET6 = new IpSet("nofin-a-6", IpFamily.IPV6);

    /** The tool says protocol 7 and revision 7, the newest it knows; ours are the oldest that will do. */
    private static final String CREATE = """
        # ipset create nofin-a-4 hash:net family inet maxelem 65536 timeout 0
        60000000 0206 0506 00000000 00000000            # 96 bytes, IPSET_CMD_CREATE, REQUEST|ACK|EXCL|CREATE
        02 00 0000                                      # AF_INET, version 0, resource 0
        0500 0100 06 000000                             # IPSET_ATTR_PROTOCOL     (the tool: 07)
        0e00 0200 6e6f66696e2d612d3400 0000             # IPSET_ATTR_SETNAME "nofin-a-4"
        0d00 0300 686173683a6e657400 000000             # IPSET_ATTR_TYPENAME "hash:net"
        0500 0400 01 000000                             # IPSET_ATTR_REVISION     (the tool: 07)
        0500 0500 02 000000                             # IPSET_ATTR_FAMILY AF_INET
        1400 0780                                       # IPSET_ATTR_DATA, nested
          0800 0640 00000000                            #   IPSET_ATTR_TIMEOUT 0
          0800 1340 00010000                            #   IPSET_ATTR_MAXELEM 65536
        """;

    private static final String ADD = """
        # ipset restore: add nofin-a-4 10.0.0.1 timeout 3; add nofin-a-4 10.1.0.0/16 timeout 3
        80000000 0906 0500 00000000 00000000            # 128 bytes, IPSET_CMD_ADD, REQUEST|ACK (the tool also EXCL: -exist)
        02 00 0000
        0500 0100 06 000000
        0e00 0200 6e6f66696e2d612d3400 0000
        0800 0940 00000001                              # IPSET_ATTR_LINENO
        4c00 0880                                       # IPSET_ATTR_ADT, nested
          2000 0780                                     #   IPSET_ATTR_DATA, nested
            0c00 0180 0800 0140 0a000001                #     IPSET_ATTR_IP, IPSET_ATTR_IPADDR_IPV4 10.0.0.1
            0800 0640 00000003                          #     IPSET_ATTR_TIMEOUT 3 s
            0800 0940 00000001                          #     IPSET_ATTR_LINENO
          2800 0780
            0c00 0180 0800 0140 0a010000                #     10.1.0.0
            0500 0300 10 000000                         #     IPSET_ATTR_CIDR 16
            0800 0640 00000003
            0800 0940 00000002
        """;

    private static final String DELETE = """
        # ipset -exist restore: del nofin-a-4 10.0.0.1; del nofin-a-4 10.1.0.0/16
        70000000 0a06 0500 00000000 00000000            # 112 bytes, IPSET_CMD_DEL, REQUEST|ACK
        02 00 0000
        0500 0100 06 000000
        0e00 0200 6e6f66696e2d612d3400 0000
        0800 0940 00000001
        3c00 0880
          1800 0780
            0c00 0180 0800 0140 0a000001
            0800 0940 00000001
          2000 0780
            0c00 0180 0800 0140 0a010000
            0500 0300 10 000000
            0800 0940 00000002
        """;

    /** The tool leaves the list out for a single member; the kernel's parser takes a list of one. */
    private static final String ADD_INET6 = """
        # ipset add nofin-a-6 fd00::1 timeout 3
        64000000 0906 0500 00000000 00000000            # 100 bytes
        02 00 0000
        0500 0100 06 000000
        0e00 0200 6e6f66696e2d612d3600 0000
        0800 0940 00000001
        3000 0880
          2c00 0780
            1800 0180 1400 0240 fd000000000000000000000000000001
            0800 0640 00000003
            0800 0940 00000001
        """;

    private static final String FLUSH = """
        # ipset flush nofin-a-4
        2c000000 0406 0500 00000000 00000000
        02 00 0000
        0500 0100 06 000000
        0e00 0200 6e6f66696e2d612d3400 0000
        """;

    private static final String DESTROY = """
        # ipset destroy nofin-a-4
        2c000000 0306 0500 00000000 00000000            # (the tool also EXCL, which the kernel does not read here)
        02 00 0000
        0500 0100 06 000000
        0e00 0200 6e6f66696e2d612d3400 0000
        """;

    private static final String LIST_NAMES = """
        # ipset list -n
        24000000 0706 0103 00000000 00000000        # IPSET_CMD_LIST, REQUEST|DUMP (the tool: ACK, too)
        02 00 0000
        0500 0100 06000000                          # IPSET_ATTR_PROTOCOL 6 (the tool: 7)
        0800 0640 00000002                          # IPSET_ATTR_FLAGS, IPSET_FLAG_LIST_SETNAME
        """;

    private static final String LIST = """
        # ipset list
        1c000000 0706 0103 00000000 00000000            # REQUEST|ROOT|MATCH (the tool also ACK)
        02 00 0000
        0500 0100 06 000000
        """;

    @Test
    void encodesCreateAsIpsetDoes() {
        assertArrayEquals(Hex.parse(CREATE), INET.create(1).encode(0, 0));
    }

    @Test
    void encodesMembersAsIpsetDoes() {
        var members = List.of(IpNetwork.parse("10.0.0.1"), IpNetwork.parse("10.1.0.0/16"));

        assertArrayEquals(Hex.parse(ADD), INET.add(members, 3).get(0).encode(0, 0));
        assertArrayEquals(Hex.parse(ADD_INET6), INET6.add(List.of(IpNetwork.parse("fd00::1")), 3).get(0).encode(0, 0));
    }

    @Test
    void encodesDeletionsAsIpsetDoes() {
        var members = List.of(IpNetwork.parse("10.0.0.1"), IpNetwork.parse("10.1.0.0/16"));

        assertArrayEquals(Hex.parse(DELETE), INET.delete(members).get(0).encode(0, 0));
    }

    @Test
    void encodesFlushDestroyAndListAsIpsetDoes() {
        assertArrayEquals(Hex.parse(FLUSH), INET.flush().encode(0, 0));
        assertArrayEquals(Hex.parse(DESTROY), INET.destroy().encode(0, 0));
        assertArrayEquals(Hex.parse(LIST), IpSet.listAll().encode(0, 0));
        assertArrayEquals(Hex.parse(LIST_NAMES), IpSet.listNames().encode(0, 0));
    }

    @Test
    void splitsMembersThatDoNotFitOneMessage() {
        var members = Collections.nCopies(2_001, IpNetwork.parse("10.0.0.1"));

        assertEquals(3, INET.add(members, 3).size());
    }

    @Test
    void refusesATimeoutThatTheKernelWouldCut() {
        var error = assertThrows(IllegalArgumentException.class, () -> INET.add(List.of(), 2_147_484));

        assertEquals("timeout must be between 1 and 2147483 seconds: timeout=2147484", error.getMessage());
    }
}
