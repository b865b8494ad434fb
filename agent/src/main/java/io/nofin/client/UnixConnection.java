package io.nofin.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connection over a unix socket with a time limit for each byte: Java has no timeouts for blocking channels of this family. One
 * thread uses it; any thread may close it, which ends the waiting, and so does an interrupt.
 */
final class UnixConnection extends InputStream implements Closeable {

    private static final int BLOCK = 16 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private Duration patience = Duration.ofMinutes(1);
    private final ByteBuffer received = ByteBuffer.allocate(BLOCK).flip();

    private UnixConnection(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static UnixConnection open(AgentSocket socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
        try {
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new UnixConnection(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sets the longest time to wait for the other end, in either direction. */
    void waiting(Duration longest) {
        patience = longest;
    }

    /** @throws IOException also when the other end accepts no bytes for too long */
    void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** Returns whether the other end has neither closed the connection nor sent anything that was not asked for. */
    boolean isQuiet() {
        try {
            return !received.hasRemaining() && channel.read(received.clear()) == 0;
        } catch (IOException e) {
            return false;
        } finally {
            received.flip();
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(received.get()) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, received.remaining());
        received.get(into, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }

    /** Returns false at the end of the stream. */
    private boolean fill() throws IOException {
        int count = received.remaining();
        while (count == 0) {
            received.clear();
            count = channel.read(received);
            received.flip();
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return count > 0;
    }

    private void await(int operation) throws IOException {
        try {
            channel.keyFor(selector).interestOps(operation);
            int ready = selector.select(patience.toMillis());
            selector.selectedKeys().clear();
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting for the agent");
            }
            if (ready == 0) {
                throw new SocketTimeoutException("nothing came in " + patience.toSeconds() + " s");
            }
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new ClosedChannelException();
        }
    }
}
