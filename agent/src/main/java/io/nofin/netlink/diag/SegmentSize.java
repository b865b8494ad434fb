package io.nofin.netlink.diag;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.unit.IpFamily;
import java.util.Arrays;
import java.util.List;

/**
 * Asks for the size of the segments that a TCP connection sends; see {@link InetDiagRequest} for the struct.
 *
 * @param source      the local address, 4 or 16 bytes
 * @param destination the remote address, of the same length
 */
public record SegmentSize(byte[] source, int sourcePort, byte[] destination, int destinationPort) {

    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int IPPROTO_TCP = 6;
    private static final int ADDRESS = 16;
    private static final long INET_DIAG_NOCOOKIE = 0xFFFF_FFFFL;
    private static final int INET_DIAG_INFO = 2;
    private static final int INET_DIAG_MESSAGE = 72;    // struct inet_diag_msg
    private static final int TCPI_SND_MSS = 16;         // offset in struct tcp_info

    public NetlinkRequest request() {
        return new NetlinkRequest(SOCK_DIAG_BY_FAMILY, 0, this::encode);
    }

    /** Returns the segment size in bytes that an answer holds. */
    public static int read(List<NetlinkMessage> answer) throws MalformedMessageException {
        return (int) WireReader.find(answer.get(0).reader().skip(INET_DIAG_MESSAGE).attributes(), INET_DIAG_INFO)
            .orElseThrow(() -> new MalformedMessageException("socket has no tcp_info"))
            .reader().skip(TCPI_SND_MSS).u32();
    }

    private void encode(WireWriter out) {
        out.u8(IpFamily.of(source).number())       // sdiag_family
            .u8(IPPROTO_TCP)                // sdiag_protocol
            .u8(InetDiagRequest.INFO)       // idiag_ext
            .u8(0)                          // pad
            .u32(InetDiagRequest.ALL_STATES)    // idiag_states
            .be16(sourcePort)               // idiag_sport
            .be16(destinationPort)          // idiag_dport
            .bytes(Arrays.copyOf(source, ADDRESS))          // idiag_src
            .bytes(Arrays.copyOf(destination, ADDRESS))     // idiag_dst
            .u32(0)                         // idiag_if
            .u32(INET_DIAG_NOCOOKIE).u32(INET_DIAG_NOCOOKIE);   // idiag_cookie
    }
}
