package io.nofin.witness;

import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.util.List;

/** Asks the kernel for the TCP sockets of a host. Not thread-safe. */
final class HostSockets implements AutoCloseable {

    private final SocketDiag diag;

    private HostSockets(SocketDiag diag) {
        this.diag = diag;
    }

    static HostSockets open(TargetHost host) throws IOException {
        return new HostSockets(host.namespace().call(SocketDiag::open));
    }

    List<TcpSocket> of(Selection selection) throws IOException {
        return diag.tcpSockets().stream().filter(selection::touches).toList();
    }

    @Override
    public void close() {
        diag.close();
    }
}
