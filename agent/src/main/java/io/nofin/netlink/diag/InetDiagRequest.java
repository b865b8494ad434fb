package io.nofin.netlink.diag;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;

/**
 * {@code struct inet_diag_req_v2} in linux/inet_diag.h: asks for the TCP sockets of one family.
 *
 * <pre>
 *   | family | protocol | extensions | pad | states |              1 + 1 + 1 + 1 + 4 bytes
 *   | sport | dport | src | dst | if | cookie |                    2 + 2 + 16 + 16 + 4 + 8, {@code struct inet_diag_sockid}
 * </pre>
 *
 * @param extensions bit {@code n - 1} asks for attribute {@code n} of the answer
 * @param states     bit {@code n} asks for sockets in state {@code n}
 */
record InetDiagRequest(IpFamily family, int extensions, int states, PortFilter ports) {

    static final int INFO = 1 << 1;             // INET_DIAG_INFO
    static final int VEGASINFO = 1 << 2;        // INET_DIAG_VEGASINFO
    static final int CONG = 1 << 3;             // INET_DIAG_CONG

    /** Bits 0 to 11; the kernel does not accept requests for the states above. */
    static final int ALL_STATES = 0xFFF;

    /** All states except {@code TCP_TIME_WAIT}, {@code TCP_CLOSE} and {@code TCP_LISTEN} of linux/tcp_states.h. */
    static final int CONNECTED_STATES = ALL_STATES & ~(1 << 6 | 1 << 7 | 1 << 10);

    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int IPPROTO_TCP = 6;
    private static final int ADDRESS = 16;      // an IPv4 address takes the first four bytes

    NetlinkRequest dump() {
        return new NetlinkRequest(SOCK_DIAG_BY_FAMILY, NetlinkRequest.DUMP, this::encode);
    }

    /** Returns the {@code ss} command this stands for, which lists the other family too. */
    String command() {
        return "ss -t" + (family == IpFamily.IPV4 ? "4" : "6") + "ina"
            + (ports.local() == PortFilter.EVERY ? "" : " sport = :" + ports.local())
            + (ports.remote() == PortFilter.EVERY ? "" : " dport = :" + ports.remote());
    }

    private void encode(WireWriter out) {
        out.u8(family.number())         // sdiag_family
            .u8(IPPROTO_TCP)            // sdiag_protocol
            .u8(extensions)             // idiag_ext
            .u8(0)                      // pad
            .u32(states)                // idiag_states
            .be16(ports.local())        // idiag_sport
            .be16(ports.remote())       // idiag_dport
            .zeros(ADDRESS)             // idiag_src
            .zeros(ADDRESS)             // idiag_dst
            .u32(0)                     // idiag_if
            .u32(0).u32(0);             // idiag_cookie
    }
}
