package io.nofin.netlink.diag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Hex;
import io.nofin.unit.IpFamily;
import org.junit.jupiter.api.Test;

/** The bytes are what {@code ss} from iproute2 6.1.0 sent, with sequence set to 0. Little-endian. */
class InetDiagRequestTest {

    private static final String SS_TINA = """
        # strace -e trace=sendmsg -e write=all ss -tina
        48000000 1400 0103 00000000 00000000        # 72 bytes, SOCK_DIAG_BY_FAMILY, REQUEST|DUMP
        02 06 0e 00 ff0f0000                        # AF_INET, IPPROTO_TCP, INFO|VEGASINFO|CONG, pad, states 0 to 11
        0000 0000                                   # any source port, any destination port
        00000000000000000000000000000000            # any source
        00000000000000000000000000000000            # any destination
        00000000 00000000 00000000                  # any interface, any cookie
        """;

    private static final String SS_TIN = """
        # strace -e trace=sendmsg -e write=all ss -tin
        48000000 1400 0103 00000000 00000000        # 72 bytes, SOCK_DIAG_BY_FAMILY, REQUEST|DUMP
        0a 06 0e 00 370b0000                        # AF_INET6, IPPROTO_TCP, INFO|VEGASINFO|CONG, pad, states
        0000 0000
        00000000000000000000000000000000
        00000000000000000000000000000000
        00000000 00000000 00000000
        """;

    private static final int AS_SS = InetDiagRequest.INFO | InetDiagRequest.VEGASINFO | InetDiagRequest.CONG;
    private static final int SYN_RECV_TIME_WAIT_CLOSE_LISTEN = 1 << 3 | 1 << 6 | 1 << 7 | 1 << 10;

    @Test
    void asksForAllSocketsAsSsDoes() {
        var request = new InetDiagRequest(IpFamily.IPV4, AS_SS, InetDiagRequest.ALL_STATES, PortFilter.ANY);

        assertArrayEquals(Hex.parse(SS_TINA), request.dump().encode(0, 0));
    }

    @Test
    void asksForConnectionsAsSsDoes() {
        int connected = InetDiagRequest.ALL_STATES & ~SYN_RECV_TIME_WAIT_CLOSE_LISTEN;
        var request = new InetDiagRequest(IpFamily.IPV6, AS_SS, connected, PortFilter.ANY);

        assertArrayEquals(Hex.parse(SS_TIN), request.dump().encode(0, 0));
    }

    @Test
    void putsPortsInNetworkOrder() {
        var request = new InetDiagRequest(IpFamily.IPV4, AS_SS, InetDiagRequest.ALL_STATES, new PortFilter(0x1234, 0xABCD));

        assertArrayEquals(Hex.parse(SS_TINA.replace("0000 0000    ", "1234 abcd    ")), request.dump().encode(0, 0));
    }

    @Test
    void knowsTheCommandItStandsFor() {
        var request = new InetDiagRequest(IpFamily.IPV6, AS_SS, InetDiagRequest.ALL_STATES, new PortFilter(40000, 6379));

        assertEquals("ss -t6ina sport = :40000 dport = :6379", request.command());
    }
}
