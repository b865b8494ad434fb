package io.nofin.witness.measure;

import java.net.InetSocketAddress;

/**
 * The packets that go one way between two sockets.
 *
 * @param protocol the number of the transport; ports are 0 where it has none
 */
public record FlowKey(int protocol, InetSocketAddress source, InetSocketAddress destination) {

    static final int TCP = 6;

    boolean isStream() {
        return protocol == TCP;
    }

    /** Returns the other way. */
    public FlowKey reversed() {
        return new FlowKey(protocol, destination, source);
    }

    /** Returns a text such as {@code 10.77.0.1 port 40000 to 10.77.0.2 port 7}. */
    @Override
    public String toString() {
        return written(source) + " to " + written(destination);
    }

    private static String written(InetSocketAddress socket) {
        return socket.getAddress().getHostAddress() + " port " + socket.getPort();
    }
}
