package io.nofin.probe;

import io.nofin.netlink.diag.PortFilter;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Asks the kernel about one connection, and keeps the newest ten thousand answers. May be used from any thread. */
final class KernelView implements AutoCloseable {

    private static final int MOST_SAMPLES = 10_000;

    private final SocketDiag diag;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final ConnectionSample opened;
    private final Deque<ConnectionSample> samples = new ArrayDeque<>();
    private boolean closed;

    /** Takes ownership of {@code diag}, unless it throws. */
    KernelView(SocketDiag diag, InetSocketAddress local, InetSocketAddress remote) throws IOException {
        this.diag = diag;
        this.local = local;
        this.remote = remote;
        this.opened = ask();
    }

    /** Takes a sample and keeps it; empty when the kernel gave no answer. */
    synchronized Optional<ConnectionSample> sample() {
        if (closed) {
            return Optional.empty();
        }
        try {
            ConnectionSample sample = ask();
            if (samples.size() == MOST_SAMPLES) {
                samples.removeFirst();
            }
            samples.addLast(sample);
            return Optional.of(sample);
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }

    /** Returns the kept samples, oldest first. */
    synchronized List<ConnectionSample> samples() {
        return List.copyOf(samples);
    }

    /** Returns whether a sample is of the connection that this was created for. */
    boolean isOfSameConnection(ConnectionSample sample) {
        return sample.isSameAs(opened);
    }

    @Override
    public synchronized void close() {
        closed = true;
        diag.close();
    }

    private ConnectionSample ask() throws IOException {
        long now = System.nanoTime();
        return new ConnectionSample(now, diag.tcpSockets(new PortFilter(local.getPort(), remote.getPort())).stream()
            .filter(this::isOurs).findFirst());
    }

    private boolean isOurs(TcpSocket socket) {
        return socket.local().equals(local) && socket.remote().equals(remote);
    }
}
