package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.netfilter.IpSetState.Member;
import io.nofin.testing.Hex;
import io.nofin.unit.IpNetwork;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Reads what Linux 6.18 answered to {@code ipset list}, recorded with strace, little-endian; each message begins with its
 * {@code struct nfgenmsg}.
 */
class IpSetStateTest {

    private static final int LIST = 0x0607;

    private static final String FOREIGN = """
        # ipset create users hash:ip,port counters; ipset add users 10.9.9.9,tcp:80
        02 00 0000
        0500 0100 07 000000                             # IPSET_ATTR_PROTOCOL
        0a00 0200 757365727300 0000                     # IPSET_ATTR_SETNAME "users"
        1100 0300 686173683a69702c706f727400 000000     # IPSET_ATTR_TYPENAME "hash:ip,port"
        0500 0500 02 000000                             # IPSET_ATTR_FAMILY AF_INET
        0500 0400 07 000000                             # IPSET_ATTR_REVISION
        0600 0b40 0000 0000                             # IPSET_ATTR_INDEX
        4400 0780                                       # IPSET_ATTR_DATA
          0800 1240 00000400
          0800 1340 00010000
          0500 1500 0c 000000
          0800 1140 507045a5
          0800 1940 00000000                            #   IPSET_ATTR_REFERENCES 0
          0800 1a40 00000128
          0800 1840 00000001
          0800 0840 00000008
        3c00 0880                                       # IPSET_ATTR_ADT
          3800 0780
            0c00 0180 0800 0100 0a090909
            0600 0440 0050 0000
            0500 0700 06 000000
            0c00 1840 0000000000000000
            0c00 1940 0000000000000000
        """;

    private static final String INET = """
        # ipset create nofin-a-4 hash:net timeout 0; one rule refers to it; 10.0.0.1 and 10.1.0.0/16 for 300 s
        02 00 0000
        0500 0100 07 000000
        0e00 0200 6e6f66696e2d612d3400 0000             # IPSET_ATTR_SETNAME "nofin-a-4"
        0d00 0300 686173683a6e657400 000000             # IPSET_ATTR_TYPENAME "hash:net"
        0500 0500 02 000000
        0500 0400 07 000000
        0600 0b40 0001 0000
        4400 0780
          0800 1240 00000400
          0800 1340 00010000
          0500 1500 0c 000000
          0800 1140 8e1cabaa
          0800 1940 00000001                            #   IPSET_ATTR_REFERENCES 1
          0800 1a40 00000248
          0800 1840 00000002
          0800 0640 00000000
        4400 0880                                       # IPSET_ATTR_ADT
          2000 0780
            0c00 0180 0800 0100 0a010000                #     10.1.0.0
            0500 0300 10 000000                         #     /16
            0800 0640 0000012b                          #     299 s left
          2000 0780
            0c00 0180 0800 0100 0a000001
            0500 0300 20 000000
            0800 0640 0000012b
        """;

    /** The second message of a set with two thousand members, its list cut down to two of 126. */
    private static final String INET_CONTINUED = """
        02 00 0000
        0500 0100 07 000000
        0e00 0200 6e6f66696e2d612d3400 0000             # IPSET_ATTR_SETNAME, and no type, family or header any more
        4400 0880
          2000 0780
            0c00 0180 0800 0100 0a020006
            0500 0300 20 000000
            0800 0640 0000012b
          2000 0780
            0c00 0180 0800 0100 0a02022c
            0500 0300 20 000000
            0800 0640 0000012b
        """;

    private static final String INET6 = """
        # ipset create nofin-a-6 hash:net family inet6 timeout 0; ipset add nofin-a-6 fd00::/8 timeout 300
        02 00 0000
        0500 0100 07 000000
        0e00 0200 6e6f66696e2d612d3600 0000
        0d00 0300 686173683a6e657400 000000
        0500 0500 0a 000000                             # AF_INET6
        0500 0400 07 000000
        0600 0b40 0002 0000
        4400 0780
          0800 1240 00000400
          0800 1340 00010000
          0500 1500 0c 000000
          0800 1140 c0442426
          0800 1940 00000000
          0800 1a40 00000538
          0800 1840 00000001
          0800 0640 00000000
        3000 0880
          2c00 0780
            1800 0180 1400 0200 fd000000000000000000000000000000
            0500 0300 08 000000
            0800 0640 0000012b
        """;

    @Test
    void readsSetsOfBothFamiliesAndLeavesForeignMembersAlone() throws MalformedMessageException {
        assertEquals(List.of(
            new IpSetState("users", "hash:ip,port", 0, List.of()),
            new IpSetState("nofin-a-4", "hash:net", 1, List.of(member("10.1.0.0/16"), member("10.0.0.1"))),
            new IpSetState("nofin-a-6", "hash:net", 0, List.of(member("fd00::/8")))), parsed(FOREIGN, INET, INET6));
    }

    @Test
    void readsASetThatComesInSeveralMessages() throws MalformedMessageException {
        List<IpSetState> sets = parsed(INET, INET_CONTINUED, INET_CONTINUED, INET6);

        assertEquals(2, sets.size());
        assertEquals(new IpSetState("nofin-a-4", "hash:net", 1, List.of(member("10.1.0.0/16"), member("10.0.0.1"),
            member("10.2.0.6"), member("10.2.2.44"), member("10.2.0.6"), member("10.2.2.44"))), sets.get(0));
    }

    /** Lists of bogus networks have ::ffff:0:0/96, and nofin reads every set of the namespace. */
    @Test
    void leavesOutIpv4MappedNetworks() throws MalformedMessageException {
        String mapped = INET6.replace("fd000000000000000000000000000000", "00000000000000000000ffff00000000")
            .replace("0500 0300 08", "0500 0300 60");

        assertEquals(List.of(), parsed(mapped).get(0).members());
    }

    @Test
    void refusesAMemberThatIsNoNetwork() {
        String longPrefix = INET.replace("0500 0300 10", "0500 0300 21");

        var refused = assertThrows(MalformedMessageException.class, () -> parsed(longPrefix));

        assertEquals("set member is not a network: not a prefix length: 33: write a number between 0 and 32", refused.getMessage());
    }

    @Test
    void refusesAMessageThatIsCutOff() {
        byte[] whole = Hex.parse(INET);

        for (int length = 0; length < whole.length - 4; length += 4) {
            List<NetlinkMessage> cut = List.of(new NetlinkMessage(LIST, Arrays.copyOf(whole, length)));
            if (isInsideAnAttribute(length)) {
                assertThrows(MalformedMessageException.class, () -> IpSetState.parse(cut), "length=" + length);
            }
        }
    }

    /** Returns whether a message of this length is cut inside an attribute; one that is cut between attributes looks whole. */
    private static boolean isInsideAnAttribute(int length) {
        return !List.of(4, 12, 28, 44, 52, 60, 68, 136).contains(length);
    }

    private static Member member(String network) {
        return new Member(IpNetwork.parse(network), 299);
    }

    private static List<IpSetState> parsed(String... messages) throws MalformedMessageException {
        return IpSetState.parse(Arrays.stream(messages).map(message -> new NetlinkMessage(LIST, Hex.parse(message))).toList());
    }
}
