package io.nofin.queue;

import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.ConnectionTuple;
import io.nofin.netlink.netfilter.TrackedConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Asks connection tracking for the connection of a packet that was seen on its way out, behind the translation of its destination and
 * in front of that of its source. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class Tracking implements AutoCloseable {

    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV6_ADDRESSES = 8;
    private static final int ECHO_ID = 4;

    private final NetlinkSocket netlink;

    Tracking() throws IOException {
        netlink = NetlinkSocket.open(NetlinkSocket.NETFILTER);
    }

    /** Reads what connection tracking would know a packet by. */
    static ConnectionTuple tuple(IpView view) {
        int at = view.ipv6 ? IPV6_ADDRESSES : IPV4_ADDRESSES;
        int size = view.ipv6 ? 16 : 4;
        int room = view.length - view.headerLength;
        boolean echo = view.protocol == IpView.ICMP || view.protocol == IpView.ICMPV6;
        int first = room < 8 ? 0 : view.u16(view.headerLength + (echo ? ECHO_ID : 0));
        int second = room < 8 ? 0 : view.u16(view.headerLength + (echo ? 0 : Short.BYTES));
        return new ConnectionTuple(bytes(view, at, size), bytes(view, at + size, size), view.protocol, first, second);
    }

    private static ByteBuffer bytes(IpView view, int at, int size) {
        byte[] bytes = new byte[size];
        view.buffer.get(view.at + at, bytes);
        return ByteBuffer.wrap(bytes);
    }

    /**
     * Returns what the packet's direction of its connection is known by, which the packet had before its destination was translated;
     * empty where no connection is known, or both of its addresses are translated, or this kernel does not tell.
     */
    Optional<ConnectionTuple> own(ConnectionTuple seen) {
        return find(seen).map(connection -> seen)
            .or(() -> find(seen.answer()).map(connection ->
                connection.original().equals(seen.answer()) ? connection.reply() : connection.original()));
    }

    private Optional<TrackedConnection> find(ConnectionTuple tuple) {
        try {
            List<NetlinkMessage> answers = netlink.request("conntrack -G", TrackedConnection.get(tuple));
            return answers.isEmpty() ? Optional.empty() : TrackedConnection.parse(answers.get(0));
        } catch (NetlinkException unknown) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        netlink.close();
    }
}
