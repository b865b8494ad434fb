package io.nofin.netlink.netfilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.testing.Hex;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions as conntrack(8) 1.4.7 asks them, byte for byte but for its NLM_F_ACK, and an answer as Linux 6.18 gave it. */
class TrackedConnectionTest {

    private static final int UDP = 17;

    /** conntrack -G -p udp -s 10.99.0.1 -d 10.99.0.2 --sport 5000 --dport 53 */
    private static final String IPV4 = """
        48000000 0101 0100 00000000 00000000
        02000000 34000180
        14000180 08000100 0a630001 08000200 0a630002
        1c000280 05000100 11000000 06000200 13880000 06000300 00350000
        """;

    /** conntrack -G -p udp -s fd00::1 -d fd00::2 --sport 5000 --dport 53 */
    private static final String IPV6 = """
        60000000 0101 0100 00000000 00000000
        0a000000 4c000180
        2c000180 14000300 fd000000 00000000 00000000 00000001 14000400 fd000000 00000000 00000000 00000002
        1c000280 05000100 11000000 06000200 13880000 06000300 00350000
        """;

    /** conntrack -G -p icmp -s 10.99.0.1 -d 10.99.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 77 */
    private static final String ICMP = """
        50000000 0101 0100 00000000 00000000
        02000000 3c000180
        14000180 08000100 0a630001 08000200 0a630002
        24000280 05000100 01000000 05000600 00000000 05000500 08000000 06000400 004d0000
        """;

    /** conntrack -G -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 77 */
    private static final String ICMPV6 = """
        68000000 0101 0100 00000000 00000000
        0a000000 54000180
        2c000180 14000300 fd000000 00000000 00000000 00000001 14000400 fd000000 00000000 00000000 00000002
        24000280 05000100 3a000000 05000900 00000000 05000800 80000000 06000700 004d0000
        """;

    /** The kernel's entry for a datagram to 10.99.0.2 port 53 that DNAT sends to 10.99.0.1 port 5353; status, marks and timeouts follow. */
    private static final String ANSWER = """
        02000000 34000180
        14000180 08000100 0a630001 08000200 0a630002
        1c000280 05000100 11000000 06000200 13880000 06000300 00350000
        34000280
        14000180 08000100 0a630001 08000200 0a630001
        1c000280 05000100 11000000 06000200 14e90000 06000300 13880000
        08000300 000001a8 08000800 00000000 08000c00 81031379 08000b00 00000002 08000700 0000001d
        """;

    @Test
    void asksAsConntrackDoes() throws Exception {
        assertArrayEquals(Hex.parse(IPV4), asked(tuple("10.99.0.1", "10.99.0.2", UDP, 5000, 53)));
        assertArrayEquals(Hex.parse(IPV6), asked(tuple("fd00::1", "fd00::2", UDP, 5000, 53)));
        assertArrayEquals(Hex.parse(ICMP), asked(tuple("10.99.0.1", "10.99.0.2", ConnectionTuple.ICMP, 77, 8 << 8)));
        assertArrayEquals(Hex.parse(ICMPV6), asked(tuple("fd00::1", "fd00::2", ConnectionTuple.ICMPV6, 77, 128 << 8)));
    }

    @Test
    void readsBothDirectionsOfATranslatedConnection() throws Exception {
        assertEquals(Optional.of(new TrackedConnection(tuple("10.99.0.1", "10.99.0.2", UDP, 5000, 53), tuple("10.99.0.1", "10.99.0.1", UDP, 5353, 5000))),
            TrackedConnection.parse(new NetlinkMessage(0, answer())));
    }

    static byte[] answer() {
        return Hex.parse(ANSWER);
    }

    private static byte[] asked(ConnectionTuple tuple) {
        return TrackedConnection.get(tuple).encode(0, 0);
    }

    private static ConnectionTuple tuple(String source, String destination, int protocol, int first, int second) throws Exception {
        return new ConnectionTuple(ByteBuffer.wrap(InetAddress.getByName(source).getAddress()),
            ByteBuffer.wrap(InetAddress.getByName(destination).getAddress()), protocol, first, second);
    }
}
