package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.netfilter.FlowSetState.End;
import io.nofin.testing.Hex;
import io.nofin.unit.IpFamily;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests recorded from ipset 7.17, answers from Linux 6.18, with strace. Little-endian. */
class FlowSetTest {

    private static final int LIST = 0x0607;

    /** The tool says protocol 7 and revision 6; ours are the oldest that will do. */
    private static final String CREATE = """
        # ipset create nofin-a-1-h4 hash:ip,port,ip family inet hashsize 32768 maxelem 262144 forceadd
        70000000 0206 0506 00000000 00000000            # 112 bytes, IPSET_CMD_CREATE, REQUEST|ACK|EXCL|CREATE
        02 00 0000
        0500 0100 06 000000                             # IPSET_ATTR_PROTOCOL     (the tool: 07)
        1100 0200 6e6f66696e2d612d312d683400 000000     # IPSET_ATTR_SETNAME "nofin-a-1-h4"
        1400 0300 686173683a69702c706f72742c697000      # IPSET_ATTR_TYPENAME "hash:ip,port,ip"
        0500 0400 01 000000                             # IPSET_ATTR_REVISION     (the tool: 06)
        0500 0500 02 000000                             # IPSET_ATTR_FAMILY AF_INET
        1c00 0780                                       # IPSET_ATTR_DATA, nested
          0800 0840 00000020                            #   IPSET_ATTR_CADT_FLAGS IPSET_FLAG_WITH_FORCEADD
          0800 1240 00008000                            #   IPSET_ATTR_HASHSIZE 32768
          0800 1340 00040000                            #   IPSET_ATTR_MAXELEM 262144
        """;

    private static final String INET = """
        # ipset add nofin-a-1-h4 10.0.0.1,tcp:40000,10.0.0.2; ipset list
        02 00 0000
        0500 0100 07 000000
        1100 0200 6e6f66696e2d612d312d683400 000000     # IPSET_ATTR_SETNAME "nofin-a-1-h4"
        1400 0300 686173683a69702c706f72742c697000      # IPSET_ATTR_TYPENAME "hash:ip,port,ip"
        0500 0500 02 000000
        0500 0400 06 000000
        0600 0b40 0000 0000
        4400 0780
          0800 1240 00000400
          0800 1340 00040000
          0500 1500 0c 000000
          0800 1140 67a7fac5
          0800 1940 00000000
          0800 1a40 00000108
          0800 1840 00000001
          0800 0840 00000020
        3000 0880                                       # IPSET_ATTR_ADT
          2c00 0780
            0c00 0180 0800 0100 0a000001                #   IPSET_ATTR_IP
            0c00 1480 0800 0100 0a000002                #   IPSET_ATTR_IP2
            0600 0440 9c40 0000                         #   IPSET_ATTR_PORT
            0500 0700 06 000000                         #   IPSET_ATTR_PROTO
        """;

    private static final String INET6 = """
        # ipset add nofin-a-1-h6 fd00::1,udp:53,fd00::2; ipset list
        02 00 0000
        0500 0100 07 000000
        1100 0200 6e6f66696e2d612d312d683600 000000
        1400 0300 686173683a69702c706f72742c697000
        4800 0880
          4400 0780
            1800 0180 1400 0200 fd000000000000000000000000000001
            1800 1480 1400 0200 fd000000000000000000000000000002
            0600 0440 0035 0000
            0500 0700 11 000000
        """;

    @Test
    void isCreatedAsTheToolDoes() {
        assertArrayEquals(Hex.parse(CREATE), new FlowSet("nofin-a-1-h4", IpFamily.IPV4).create().encode(0, 0));
    }

    @Test
    void isReadWithAllItsEnds() throws Exception {
        Map<String, FlowSetState> sets = FlowSetState.parse(List.of(message(INET), message(INET6)));

        assertEquals(Set.of("nofin-a-1-h4", "nofin-a-1-h6"), sets.keySet());
        assertEquals(Set.of(end("10.0.0.1", 6, 40_000, "10.0.0.2")), sets.get("nofin-a-1-h4").ends());
        assertEquals(Set.of(end("fd00::1", 17, 53, "fd00::2")), sets.get("nofin-a-1-h6").ends());
    }

    @Test
    void aSetOfManyMembersComesInSeveralMessages() throws Exception {
        String more = INET.replace("9c40", "9c41").replaceAll("(?m)^1400 0300.*\\n", "");

        assertEquals(2, FlowSetState.parse(List.of(message(INET), message(more))).get("nofin-a-1-h4").ends().size());
    }

    @Test
    void otherSetsAreLeftOut() throws Exception {
        assertEquals(Map.of(), FlowSetState.parse(List.of(message(INET.replace("686173683a69702c706f72742c6970", "686173683a69702c706f72742c6e65")))));
    }

    private static NetlinkMessage message(String answer) {
        return new NetlinkMessage(LIST, Hex.parse(answer));
    }

    private static End end(String address, int protocol, int port, String other) throws UnknownHostException {
        return new End(bytes(address), protocol, port, bytes(other));
    }

    private static ByteBuffer bytes(String address) throws UnknownHostException {
        return ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
    }
}
