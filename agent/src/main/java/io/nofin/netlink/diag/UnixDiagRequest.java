package io.nofin.netlink.diag;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code struct unix_diag_req} in linux/unix_diag.h: asks for the connected unix sockets and their other ends.
 *
 * <pre>
 *   | family | protocol | pad | states | inode | show | cookie |      1 + 1 + 2 + 4 + 4 + 4 + 8 bytes
 * </pre>
 */
final class UnixDiagRequest {

    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int AF_UNIX = 1;
    private static final int ESTABLISHED = 1 << 1;
    private static final int UDIAG_SHOW_PEER = 4;
    private static final int UNIX_DIAG_PEER = 2;

    private UnixDiagRequest() {
    }

    static NetlinkRequest dump() {
        return new NetlinkRequest(SOCK_DIAG_BY_FAMILY, NetlinkRequest.DUMP, UnixDiagRequest::encode);
    }

    /** Reads an answer, which consists of {@code struct unix_diag_msg}: the inode of each socket, and that of its other end. */
    static Map<Long, Long> read(List<NetlinkMessage> answer) throws IOException {
        Map<Long, Long> peers = new LinkedHashMap<>();
        for (NetlinkMessage message : answer) {
            WireReader in = message.reader();
            in.skip(4);                             // udiag_family, udiag_type, udiag_state, pad
            long inode = in.u32();                  // udiag_ino
            in.skip(8);                             // udiag_cookie
            Optional<WireReader.Attribute> peer = WireReader.find(in.attributes(), UNIX_DIAG_PEER);
            if (peer.isPresent()) {
                peers.put(inode, peer.get().reader().u32());
            }
        }
        return peers;
    }

    private static void encode(WireWriter out) {
        out.u8(AF_UNIX)                     // sdiag_family
            .u8(0)                          // sdiag_protocol
            .u16(0)                         // pad
            .u32(ESTABLISHED)               // udiag_states
            .u32(0)                         // udiag_ino
            .u32(UDIAG_SHOW_PEER)           // udiag_show
            .u32(0).u32(0);                 // udiag_cookie
    }
}
