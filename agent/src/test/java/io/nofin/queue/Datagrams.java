package io.nofin.queue;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbered datagrams from one host to another, and what has arrived of them. */
final class Datagrams implements AutoCloseable {

    private static final int PORT = 7_000;
    private static final int MOST = 60_000;
    private static final int LONG_MS = 30_000;

    private final DatagramSocket receiver;
    private final DatagramSocket sender;
    private final InetSocketAddress to;
    private final List<Long> sentAt = new ArrayList<>();

    /** A datagram that arrived, and how long it took. */
    record Arrival(int number, long atNanos, long micros, byte[] data) {
    }

    Datagrams(NetworkNamespace from, NetworkNamespace to, String address) throws IOException {
        this.to = new InetSocketAddress(address, PORT);
        this.receiver = to.call(() -> new DatagramSocket(this.to));
        this.sender = from.call(() -> new DatagramSocket());
        receiver.setReceiveBufferSize(8 << 20);
    }

    Datagrams trafficClass(int value) throws IOException {
        sender.setOption(StandardSocketOptions.IP_TOS, value);
        return this;
    }

    /** Sends datagrams of {@code length} bytes, 8 at least, with a pause between two. */
    Datagrams send(int count, int length, int pauseMicros) throws IOException {
        for (int i = 0; i < count; i++) {
            ByteBuffer data = ByteBuffer.allocate(length).putInt(sentAt.size());
            for (int at = 4; at < length; at++) {
                data.put(at, (byte) at);
            }
            sentAt.add(System.nanoTime());
            sender.send(new DatagramPacket(data.array(), length, to));
            long until = System.nanoTime() + pauseMicros * 1_000L;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        return this;
    }

    /** Returns all datagrams that arrive until none has come for a while. */
    List<Arrival> receive(int patienceMs) throws IOException {
        return receive(0, patienceMs);
    }

    /** Returns the same, but waits for as many as are expected, however late a busy machine is. */
    List<Arrival> receive(int expected, int patienceMs) throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        byte[] buffer = new byte[MOST];
        while (true) {
            receiver.setSoTimeout(arrivals.size() < expected ? LONG_MS : patienceMs);
            DatagramPacket packet = new DatagramPacket(buffer, MOST);
            try {
                receiver.receive(packet);
            } catch (SocketTimeoutException e) {
                return arrivals;
            }
            long now = System.nanoTime();
            byte[] data = Arrays.copyOf(buffer, packet.getLength());
            int number = ByteBuffer.wrap(data).getInt();
            arrivals.add(new Arrival(number, now, number >= 0 && number < sentAt.size() ? (now - sentAt.get(number)) / 1_000 : -1, data));
        }
    }

    @Override
    public void close() {
        receiver.close();
        sender.close();
    }
}
