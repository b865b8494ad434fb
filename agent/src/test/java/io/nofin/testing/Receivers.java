package io.nofin.testing;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Sockets that take a volley together: its datagrams by turns, so that all have room however late they are read. Not thread-safe. */
final class Receivers implements AutoCloseable {

    /** The number of datagrams of a kilobyte or less that a socket's buffer holds, where nobody has made it larger. */
    private static final int ROOM = 250;
    private static final int BUFFER = 8 << 20;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<SocketAddress> addresses = new ArrayList<>();
    private final Selector selector;

    /** Takes one datagram. */
    interface Taker {
        void take(ByteBuffer datagram);
    }

    Receivers(NetworkNamespace namespace, InetAddress at, int datagrams) throws IOException {
        selector = Selector.open();
        try {
            while (channels.size() * ROOM < datagrams) {
                DatagramChannel channel = namespace.call(() -> DatagramChannel.open(family(at)));
                channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER).bind(new InetSocketAddress(at, 0));
                channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
                addresses.add(channel.getLocalAddress());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static ProtocolFamily family(InetAddress address) {
        return address.getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** Returns the address to which the n-th datagram is to be sent. */
    SocketAddress address(int number) {
        return addresses.get(number % addresses.size());
    }

    /** Takes all datagrams that are there, and returns whether there were any. */
    boolean receive(ByteBuffer buffer, Taker taker) throws IOException {
        if (selector.selectNow() == 0) {
            return false;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            DatagramChannel channel = (DatagramChannel) key.channel();
            while (channel.receive(buffer.clear()) != null) {
                taker.take(buffer.flip());
            }
        }
        selector.selectedKeys().clear();
        return true;
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
