package io.nofin.e2e;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends back what comes, over TCP and UDP, on every address and port it was given; remembers the datagrams. One thread. */
final class Echoes implements AutoCloseable {

    private final Selector selector;
    private final Set<String> datagrams = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::serve, "echoes");

    private Echoes(Selector selector) {
        this.selector = selector;
    }

    static Echoes start(NetworkNamespace namespace, Collection<String> addresses, Collection<Integer> ports) throws IOException {
        Echoes echoes = new Echoes(Selector.open());
        namespace.call(() -> {
            for (String address : addresses) {
                for (int port : ports) {
                    InetSocketAddress local = new InetSocketAddress(InetAddress.getByName(address), port);
                    echoes.add(DatagramChannel.open().bind(local), SelectionKey.OP_READ);
                    echoes.add(ServerSocketChannel.open().bind(local), SelectionKey.OP_ACCEPT);
                }
            }
            return null;
        });
        echoes.thread.setDaemon(true);
        echoes.thread.start();
        return echoes;
    }

    /** Returns whether a datagram with this text has come. */
    boolean received(String text) {
        return datagrams.contains(text);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : Set.copyOf(selector.keys())) {
            key.channel().close();
        }
        selector.close();
    }

    private void add(SelectableChannel channel, int interest) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, interest);
    }

    private void serve() {
        while (selector.isOpen()) {
            try {
                selector.select(this::serve);
            } catch (IOException | RuntimeException e) {
                continue;               // closed
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(2_000);
            if (key.channel() instanceof ServerSocketChannel server) {
                add(server.accept(), SelectionKey.OP_READ);
            } else if (key.channel() instanceof DatagramChannel channel) {
                InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
                datagrams.add(StandardCharsets.UTF_8.decode(buffer.flip().duplicate()).toString());
                channel.send(buffer, sender);
            } else if (key.channel() instanceof SocketChannel channel) {
                if (channel.read(buffer) < 0) {
                    channel.close();
                } else {
                    channel.write(buffer.flip());
                }
            }
        } catch (IOException | RuntimeException e) {
            key.cancel();
        }
    }
}
