package io.nofin.probe;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import java.util.Optional;

/**
 * What the kernel thought of a connection.
 *
 * @param atNanos on the clock of {@link System#nanoTime}
 * @param socket  empty when the kernel did not know the connection any more
 */
public record ConnectionSample(long atNanos, Optional<TcpSocket> socket) {

    public Optional<TcpState> state() {
        return socket.map(TcpSocket::state);
    }

    /** Retransmissions, timeout and backoff. */
    public Optional<TcpInfo> info() {
        return socket.flatMap(TcpSocket::info);
    }

    public boolean isEstablished() {
        return state().filter(state -> state == TcpState.ESTABLISHED).isPresent();
    }

    /** Whether it is one and the same connection, and not a later one with the same addresses. */
    public boolean isSameAs(ConnectionSample other) {
        return socket.isPresent() && socket.map(TcpSocket::cookie).equals(other.socket.map(TcpSocket::cookie));
    }
}
