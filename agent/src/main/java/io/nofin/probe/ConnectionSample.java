package io.nofin.probe;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import java.util.Optional;

/**
 * A sample of the state that the kernel has of a connection.
 *
 * @param atNanos the moment, on the clock of {@link System#nanoTime}
 * @param socket  empty when the kernel no longer knew the connection
 */
public record ConnectionSample(long atNanos, Optional<TcpSocket> socket) {

    public Optional<TcpState> state() {
        return socket.map(TcpSocket::state);
    }

    /** Returns retransmissions, timeout and backoff. */
    public Optional<TcpInfo> info() {
        return socket.flatMap(TcpSocket::info);
    }

    public boolean isEstablished() {
        return state().filter(state -> state == TcpState.ESTABLISHED).isPresent();
    }

    /** Returns whether both samples are of the same connection, and not of a later one with the same addresses. */
    public boolean isSameAs(ConnectionSample other) {
        return socket.isPresent() && socket.map(TcpSocket::cookie).equals(other.socket.map(TcpSocket::cookie));
    }
}
