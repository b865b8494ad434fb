package io.nofin.netlink.diag;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lists the TCP and the unix sockets of one network namespace, that of the thread that opened it; it can be used from any namespace
 * afterwards. Asking changes nothing in the sockets. Not thread-safe.
 */
public final class SocketDiag implements AutoCloseable {

    private final NetlinkSocket netlink;

    private SocketDiag(NetlinkSocket netlink) {
        this.netlink = netlink;
    }

    /** Opens a socket to the kernel for the namespace of the calling thread. */
    public static SocketDiag open() throws IOException {
        return new SocketDiag(NetlinkSocket.open(NetlinkSocket.SOCK_DIAG));
    }

    /** Returns all TCP sockets, listening ones too; IPv4 before IPv6. */
    public List<TcpSocket> tcpSockets() throws IOException {
        return tcpSockets(PortFilter.ANY);
    }

    /** Returns the TCP sockets with these ports, chosen by the kernel; IPv4 before IPv6. */
    public List<TcpSocket> tcpSockets(PortFilter ports) throws IOException {
        return tcpSockets(InetDiagRequest.ALL_STATES, ports);
    }

    /** Returns the TCP sockets that have a peer. Those in LISTEN, CLOSE or TIME_WAIT have none. */
    public List<TcpSocket> tcpConnections() throws IOException {
        return tcpSockets(InetDiagRequest.CONNECTED_STATES, PortFilter.ANY);
    }

    private List<TcpSocket> tcpSockets(int states, PortFilter ports) throws IOException {
        List<TcpSocket> sockets = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            var request = new InetDiagRequest(family, InetDiagRequest.INFO, states, ports);
            for (NetlinkMessage message : netlink.request(request.command(), request.dump())) {
                sockets.add(TcpSocket.decode(message.payload()));
            }
        }
        return sockets;
    }

    /**
     * Returns the inodes of the namespace's connected unix sockets, each with the inode of its other end, in whatever namespace that
     * is.
     */
    public Map<Long, Long> unixPeers() throws IOException {
        return UnixDiagRequest.read(netlink.request("ss -x", UnixDiagRequest.dump()));
    }

    @Override
    public void close() {
        netlink.close();
    }
}
