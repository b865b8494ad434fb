package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.diag.PortFilter;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** TCP connections or UDP flows to an {@link Echoes}, begun one after the other without waiting; each knows its number. One thread. */
final class Flows implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_AGAIN_MS = 20;

    private final List<SelectableChannel> channels = new ArrayList<>();
    private final Selector selector;
    private final SocketDiag diag;

    private Flows(Selector selector, SocketDiag diag) {
        this.selector = selector;
        this.diag = diag;
    }

    /** Opens flows, whose first SYNs or datagrams leave in the order of their numbers. */
    static Flows open(NetworkNamespace from, String transport, String address, int port, int number) throws IOException {
        return from.call(() -> {
            Flows flows = new Flows(Selector.open(), SocketDiag.open());
            InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(address), port);
            for (int i = 0; i < number; i++) {
                flows.begin(transport.equals("tcp") ? SocketChannel.open() : DatagramChannel.open(), remote, i);
            }
            return flows;
        });
    }

    private void begin(SelectableChannel channel, InetSocketAddress remote, int number) throws IOException {
        channels.add(channel);
        channel.configureBlocking(false);
        if (channel instanceof SocketChannel tcp) {
            tcp.connect(remote);
            tcp.register(selector, SelectionKey.OP_CONNECT, number);
        } else {
            ((DatagramChannel) channel).connect(remote);
            channel.register(selector, SelectionKey.OP_READ, number);
            ((DatagramChannel) channel).write(ByteBuffer.wrap(new byte[1]));
        }
    }

    /** Waits until so many flows have been answered, and returns their numbers. A connection that is refused does not count. */
    Set<Integer> answered(int number) throws IOException {
        Set<Integer> answered = new TreeSet<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (answered.size() < number) {
            assertTrue(System.nanoTime() - deadline < 0, "answered: " + answered + ", expected: " + number);
            selector.select(key -> serve(key, answered), LOOK_AGAIN_MS);
        }
        selector.selectNow(key -> serve(key, answered));
        return answered;
    }

    /** Sends a byte on each flow that is there, and then waits as {@link #answered} does. */
    Set<Integer> answerAgain(int number) throws IOException {
        for (SelectableChannel channel : channels) {
            if (!(channel instanceof SocketChannel tcp) || tcp.isConnected()) {
                ((ByteChannel) channel).write(ByteBuffer.wrap(new byte[1]));
            }
        }
        return answered(number);
    }

    /** Waits until each connection without an answer to its SYN has sent it again so many times. */
    void awaitRetries(int port, int times) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<TcpSocket> waiting = diag.tcpSockets(PortFilter.remote(port)).stream()
                .filter(socket -> socket.state() == TcpState.SYN_SENT).toList();
            if (waiting.stream().allMatch(socket -> socket.timerRetransmits() >= times)) {
                return;
            }
            assertTrue(System.nanoTime() - deadline < 0, waiting::toString);
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    /** Returns the number of TCP connections that have an answer to their SYN. */
    long connected() {
        return channels.stream().filter(channel -> channel instanceof SocketChannel tcp && tcp.isConnected()).count();
    }

    @Override
    public void close() throws IOException {
        for (SelectableChannel channel : channels) {
            channel.close();
        }
        selector.close();
        diag.close();
    }

    private static void serve(SelectionKey key, Set<Integer> answered) {
        try {
            if (key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[1]));
            } else if (((ByteChannel) key.channel()).read(ByteBuffer.allocate(64)) > 0) {
                answered.add((Integer) key.attachment());
            } else {
                key.cancel();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
