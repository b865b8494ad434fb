package io.nofin.probe;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Takes one connection and sends back what comes, until told otherwise. */
final class EchoServer implements AutoCloseable {

    static final int PORT = 7;

    private final ServerSocketChannel listener;
    private final boolean silent;
    private volatile SocketChannel connection;

    private EchoServer(ServerSocketChannel listener, boolean silent) {
        this.listener = listener;
        this.silent = silent;
        Thread thread = new Thread(this::serve, "echo-server");
        thread.setDaemon(true);
        thread.start();
    }

    static EchoServer start(NetworkNamespace namespace) throws IOException {
        return new EchoServer(namespace.call(EchoServer::listen), false);
    }

    /** One that never reads. */
    static EchoServer startDeaf(NetworkNamespace namespace) throws IOException {
        return new EchoServer(namespace.call(EchoServer::listen), true);
    }

    void sayGoodbye() throws IOException {
        connection.shutdownOutput();
    }

    void reset() throws IOException {
        connection.setOption(StandardSocketOptions.SO_LINGER, 0);
        connection.close();
    }

    void say(String words) throws IOException {
        connection.write(ByteBuffer.wrap(words.getBytes()));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (connection != null) {
            connection.close();
        }
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try {
            connection = listener.accept();
            while (!silent && connection.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    connection.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException ended) {
            return;
        }
    }

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(PORT));
    }
}
