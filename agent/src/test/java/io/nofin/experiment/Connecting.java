package io.nofin.experiment;

import io.nofin.junit.TestHost;
import io.nofin.netlink.diag.PortFilter;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Notices connections that one host begins to a port of another, answered or not: who begins them one after the other knows in which order
 * they reached a fault. One thread.
 */
final class Connecting implements AutoCloseable {

    private final SocketDiag diag;
    private final InetSocketAddress to;
    private final Set<Long> known = new HashSet<>();

    private Connecting(SocketDiag diag, InetSocketAddress to) {
        this.diag = diag;
        this.to = to;
    }

    static Connecting of(TestHost from, TestHost to, int port) throws Exception {
        Connecting connecting = new Connecting(from.call(SocketDiag::open), new InetSocketAddress(to.address(), port));
        connecting.hasAnother();
        return connecting;
    }

    /** Returns whether there is a connection that was not there when this was asked before. */
    boolean hasAnother() throws IOException {
        return diag.tcpSockets(PortFilter.remote(to.getPort())).stream()
            .filter(socket -> socket.remote().equals(to)).map(TcpSocket::cookie).filter(known::add).count() > 0;
    }

    @Override
    public void close() {
        diag.close();
    }
}
