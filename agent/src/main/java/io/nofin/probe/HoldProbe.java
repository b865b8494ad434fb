package io.nofin.probe;

import io.nofin.lifecycle.Threads;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.diag.SocketDiag;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One TCP connection from inside a namespace, on which a heartbeat is sent at intervals and its echo awaited. It never reconnects,
 * for its purpose is to show what happens to this one connection. May be used from any thread; its own two threads send and read.
 * Closing it closes the connection, or resets it where the network is still cut, and does not wait for the peer.
 */
public final class HoldProbe implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LAST_ECHO = Duration.ofMillis(200);
    private static final long LONGEST_JOIN_MILLIS = 1_000;

    private final String name;
    private final Duration every;
    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final KernelView kernel;
    private final long connectedNanos = System.nanoTime();
    private final HeartbeatLog log = new HeartbeatLog();
    private final HeartbeatSender sender;
    private final EchoReader reader;
    private final List<Thread> threads;

    private HoldProbe(String name, Duration every, SocketChannel channel, SocketDiag diag) throws IOException {
        this.name = name;
        this.every = every;
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
        this.kernel = new KernelView(diag, local, remote);
        this.sender = new HeartbeatSender(channel, log, every.toNanos());
        Thread sending = thread("nofin-hold-send-", sender);
        this.reader = new EchoReader(channel, log, new EndFinder(sender, sending));
        this.threads = List.of(sending, thread("nofin-hold-read-", reader));
    }

    /**
     * Connects, and starts to send.
     *
     * @param name  the probe's name, for errors and threads
     * @param every the time from one heartbeat to the next; more than zero
     * @throws IOException when the peer refuses, or does not answer within five seconds
     */
    public static HoldProbe start(String name, NetworkNamespace from, InetSocketAddress to, Duration every) throws IOException {
        if (every.isZero() || every.isNegative()) {
            throw new IllegalArgumentException("heartbeats must be some time apart: every=" + every);
        }
        try {
            return from.call(() -> startHere(name, to, every, CONNECT_LIMIT));
        } catch (IOException e) {
            throw new IOException("probe " + name + ": " + e.getMessage(), e);
        }
    }

    /** Connects from the namespace of the calling thread, and starts to send. Errors do not name the probe. */
    static HoldProbe startHere(String name, InetSocketAddress to, Duration every, Duration limit) throws IOException {
        HoldProbe probe = connect(name, to, every, limit);
        probe.threads.forEach(Thread::start);
        return probe;
    }

    public String name() {
        return name;
    }

    /** Returns the time from one heartbeat to the next. */
    public Duration every() {
        return every;
    }

    public InetSocketAddress local() {
        return local;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** Returns when the connection was opened, on the clock of {@link System#nanoTime}. */
    public long connectedNanos() {
        return connectedNanos;
    }

    /** Returns how the connection ended, if it did. */
    public Optional<Closure> closure() {
        return reader.closure();
    }

    /** Asks the kernel about the connection, and keeps the answer for the evidence; empty when the kernel gives none. */
    public Optional<ConnectionSample> sample() {
        return kernel.sample();
    }

    /** Returns the kernel's answers so far, oldest first, at most the newest ten thousand. */
    public List<ConnectionSample> samples() {
        return kernel.samples();
    }

    /**
     * Waits for the echo of a heartbeat that was sent after {@code sinceNanoTime}, a moment of {@link System#nanoTime}.
     *
     * @return false when the time is up, or the thread was interrupted; true when there is nothing left to wait for, because an echo
     * came or the connection has ended: see {@link #closure}
     */
    public boolean awaitAnswer(long sinceNanoTime, Duration limit) {
        return log.awaitAnswer(sinceNanoTime, limit);
    }

    @Override
    public void close() {
        sender.stop();
        try (kernel; channel) {
            resetUnlessAnswered();
        } catch (IOException e) {
            // nothing is left to do: Linux frees a descriptor even when close(2) reports an error
        }
        try {
            for (Thread thread : threads) {
                thread.join(LONGEST_JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    HeartbeatLog log() {
        return log;
    }

    Heartbeats heartbeats() {
        return log.snapshot();
    }

    KernelView kernel() {
        return kernel;
    }

    /**
     * Makes closing reset the connection while a heartbeat is unanswered: a FIN that cannot be delivered would keep the socket, and
     * its namespace, for minutes.
     */
    private void resetUnlessAnswered() throws IOException {
        if (channel.isOpen() && !log.awaitAll(LAST_ECHO)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    private Thread thread(String prefix, Runnable body) {
        Thread thread = Threads.daemon(prefix + name, body);
        return thread;
    }

    private static HoldProbe connect(String name, InetSocketAddress to, Duration every, Duration limit) throws IOException {
        SocketChannel channel = Connector.connect(to, limit);
        try {
            SocketDiag diag = SocketDiag.open();
            try {
                return new HoldProbe(name, every, channel, diag);
            } catch (IOException | RuntimeException e) {
                diag.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
