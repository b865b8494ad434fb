package io.nofin.silence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends back what it gets, TCP and UDP, both families, and counts it. One thread of its own. */
final class Echo implements AutoCloseable {

    static final int PORT = 7;

    private final Map<InetAddress, Long> bytes = new ConcurrentHashMap<>();
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final Thread thread = new Thread(this::run, "echo");

    private Echo() throws IOException {
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress(PORT), 1024);
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        var datagrams = DatagramChannel.open().bind(new InetSocketAddress(PORT));
        datagrams.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts in the calling thread's namespace. */
    static Echo start() throws IOException {
        return new Echo();
    }

    long bytesFrom(InetAddress near) {
        return bytes.getOrDefault(near, 0L);
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                selector.select(this::serve);
            } catch (IOException e) {
                throw new IllegalStateException("the echo stopped", e);
            }
        }
    }

    private void serve(SelectionKey key) {
        try {
            buffer.clear();
            if (key.channel() instanceof ServerSocketChannel listener) {
                listener.accept().configureBlocking(false).register(selector, SelectionKey.OP_READ);
            } else if (key.channel() instanceof DatagramChannel datagrams) {
                SocketAddress from = datagrams.receive(buffer);
                count(from);
                datagrams.send(buffer, from);
            } else if (key.channel() instanceof SocketChannel connection) {
                echo(connection);
            }
        } catch (IOException e) {
            key.cancel();           // a connection that its row has given up
        }
    }

    private void echo(SocketChannel connection) throws IOException {
        if (connection.read(buffer) < 0) {
            connection.close();
            return;
        }
        count(connection.getRemoteAddress());
        connection.write(buffer);
    }

    private void count(SocketAddress from) {
        bytes.merge(((InetSocketAddress) from).getAddress(), (long) buffer.flip().remaining(), Long::sum);
    }
}
