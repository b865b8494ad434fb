package io.nofin.e2e;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One try to get an answer from an {@link Echoes}.
 *
 * @param transport {@code tcp} or {@code udp}
 * @param localPort 0 for any
 */
record Attempt(NetworkNamespace from, String transport, int localPort, String address, int port) {

    static final String ANSWERED = "answered";
    /** The result of an attempt that ends without an answer and without an error; what it sent may have arrived all the same. */
    static final String SILENCE = "silence";

    private static final int PATIENCE_MS = 1_000;
    private static final int LONG_MS = 30_000;
    private static final int AT_ONCE = 64;
    private static final AtomicLong NUMBER = new AtomicLong();

    static Attempt tcp(NetworkNamespace from, String address, int port) {
        return new Attempt(from, "tcp", 0, address, port);
    }

    static Attempt udp(NetworkNamespace from, String address, int port) {
        return new Attempt(from, "udp", 0, address, port);
    }

    /**
     * Makes all attempts at the same time, and returns the result of each. Those that should end in silence are given a second, others
     * long.
     */
    static Map<String, String> all(Map<String, Attempt> attempts, Map<String, String> expected) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<String, Future<String>> running = new TreeMap<>();
            attempts.forEach((name, attempt) -> running.put(name, workers.submit(() ->
                expected.get(name).equals(SILENCE) ? attempt.make() : attempt.makePatiently())));
            Map<String, String> results = new TreeMap<>();
            for (Map.Entry<String, Future<String>> attempt : running.entrySet()) {
                results.put(attempt.getKey(), attempt.getValue().get());
            }
            return results;
        } finally {
            workers.shutdown();
        }
    }

    /**
     * Returns {@link #ANSWERED}, {@link #SILENCE}, or the error that the sender was told. A second without any counts as silence: use it
     * where silence is expected.
     */
    String make() throws IOException {
        return make(PATIENCE_MS);
    }

    /** Returns the same where something else than silence is expected: it may be late on a busy machine, or come with a later SYN. */
    String makePatiently() throws IOException {
        return make(LONG_MS);
    }

    private String make(int patienceMs) throws IOException {
        String text = String.format("attempt %06d", NUMBER.incrementAndGet());       // all of one length: reports count bytes
        return from.call(() -> {
            try {
                return transport.equals("tcp") ? overTcp(text, patienceMs) : overUdp(text, patienceMs);
            } catch (SocketTimeoutException e) {
                return SILENCE;
            } catch (PortUnreachableException e) {
                return "Connection refused";
            } catch (IOException e) {
                return e.getMessage();
            }
        });
    }

    private String overTcp(String text, int patienceMs) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            if (localPort != 0) {
                socket.bind(new InetSocketAddress(localPort));
            }
            socket.setSoLinger(true, 0);
            socket.connect(remote(), patienceMs);
            socket.setSoTimeout(patienceMs);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream().read() < 0 ? "end of stream" : ANSWERED;
        }
    }

    private String overUdp(String text, int patienceMs) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(); Selector selector = Selector.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(localPort));
            channel.connect(remote());
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            if (selector.select(patienceMs) == 0) {
                return SILENCE;
            }
            channel.read(ByteBuffer.allocate(2_000));
            return ANSWERED;
        }
    }

    private InetSocketAddress remote() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
