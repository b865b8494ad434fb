package io.nofin.lab;

import io.nofin.lifecycle.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Sends back whatever it gets, over TCP and UDP and both families (RFC 862), on one thread of its own. While a client does not read
 * its answers, nothing is read from that client either. Closing it resets the connections that are open.
 */
final class EchoServer implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocketChannel server;
    private final DatagramChannel datagrams;
    private final Selector selector;
    private final ByteBuffer datagram = ByteBuffer.allocate(BUFFER_BYTES);
    private final Thread thread;

    private EchoServer(String host, ServerSocketChannel server, DatagramChannel datagrams, Selector selector) {
        this.server = server;
        this.datagrams = datagrams;
        this.selector = selector;
        this.thread = Threads.daemon("nofin-lab-echo-" + host, this::serve);
    }

    /** Listens in the calling thread's namespace, and stays there. */
    static EchoServer start(String host, int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        DatagramChannel datagrams = DatagramChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(new InetSocketAddress(port)).configureBlocking(false);
            datagrams.bind(new InetSocketAddress(port)).configureBlocking(false);
            Selector selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            datagrams.register(selector, SelectionKey.OP_READ);
            EchoServer echo = new EchoServer(host, server, datagrams, selector);
            echo.thread.start();
            return echo;
        } catch (IOException | RuntimeException e) {
            closeQuietly(server);
            closeQuietly(datagrams);
            throw new IOException("lab host " + host + ": echo on port " + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        selector.wakeup();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (server; datagrams; selector) {
            while (!Thread.interrupted()) {
                selector.select(this::handle);
            }
            for (SelectionKey key : selector.keys()) {
                reset(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the echo server ended", e);
        }
    }

    private void handle(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        if (key.channel() == datagrams) {
            bounce();
            return;
        }
        try {
            echo(key);
        } catch (IOException e) {
            closeQuietly(key.channel());
        }
    }

    private void accept() {
        try {
            SocketChannel connection = server.accept();
            if (connection != null) {
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
                connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BUFFER_BYTES));
            }
        } catch (IOException e) {
            // The client has gone again; the next one is served.
        }
    }

    private void bounce() {
        try {
            SocketAddress sender = datagrams.receive(datagram.clear());
            if (sender != null) {
                datagrams.send(datagram.flip(), sender);
            }
        } catch (IOException e) {
            // The datagram is lost, as datagrams are.
        }
    }

    private static void echo(SelectionKey key) throws IOException {
        SocketChannel connection = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        if (key.isReadable() && connection.read(buffer) < 0) {
            connection.close();
            return;
        }
        connection.write(buffer.flip());
        key.interestOps(buffer.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        buffer.compact();
    }

    /** Resets a connection without waiting for the other end, which may be cut off, so that the namespace can go. */
    private static void reset(SelectionKey key) {
        if (key.channel() instanceof SocketChannel connection) {
            try {
                connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // The connection is closed already, or about to be.
            }
            closeQuietly(connection);
        }
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is gone, as intended.
        }
    }
}
