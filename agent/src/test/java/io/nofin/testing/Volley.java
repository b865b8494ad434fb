package io.nofin.netlink.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbered datagrams from the near host to the far one, and which of them arrived when. One thread sends and receives, so that it
 * disturbs itself as little as one CPU allows.
 */
final class Volley {

    /** @param delay between the send and the receive call, by the one clock that both hosts have */
    record Arrival(int number, Duration delay, long nanos) {
    }

    private static final int HEADER = 12;       // number, time of sending
    private static final byte FILLER = 0x5A;

    private final List<Arrival> arrivals = new ArrayList<>();
    private int damaged;

    private Volley() {
    }

    /** Expects every datagram once, see {@link #fire(TwoHosts, InetAddress, int, int, Duration, Duration, int)}. */
    static Volley fire(TwoHosts hosts, InetAddress to, int count, int bytes, Duration gap, Duration patience) throws IOException {
        return fire(hosts, to, count, bytes, gap, patience, count);
    }

    /**
     * Sends datagrams and waits until {@code expected} have arrived, or none has for {@code patience}.
     *
     * @param bytes in each datagram's payload, 12 at least
     * @param gap   from one to the next; none when zero
     */
    static Volley fire(TwoHosts hosts, InetAddress to, int count, int bytes, Duration gap, Duration patience, int expected)
            throws IOException {
        Volley volley = new Volley();
        try (DatagramChannel sender = hosts.sender(to); DatagramChannel receiver = hosts.receiver(to)) {
            receiver.configureBlocking(false);
            SocketAddress address = receiver.getLocalAddress();
            ByteBuffer datagram = ByteBuffer.allocate(bytes);
            Arrays.fill(datagram.array(), FILLER);
            long next = System.nanoTime();
            for (int number = 0; number < count; number++) {
                do {
                    volley.receive(receiver);
                } while (rest(next - System.nanoTime()));
                next += gap.toNanos();
                sender.send(datagram.clear().putInt(0, number).putLong(4, System.nanoTime()), address);
            }
            long deadline = System.nanoTime() + patience.toNanos();
            while (volley.arrivals.size() < expected && System.nanoTime() < deadline) {
                if (volley.receive(receiver)) {
                    deadline = System.nanoTime() + patience.toNanos();
                }
                rest(TimeUnit.MICROSECONDS.toNanos(100));
            }
        }
        return volley;
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    /** How many arrived with another payload than was sent. */
    int damaged() {
        return damaged;
    }

    /** The delay that a part of the packets stays below, in milliseconds. */
    double quantileMs(double part) {
        long[] delays = arrivals.stream().mapToLong(arrival -> arrival.delay().toNanos()).sorted().toArray();
        return delays[(int) Math.min(delays.length - 1, part * delays.length)] / 1e6;
    }

    double medianMs() {
        return quantileMs(0.5);
    }

    /** From the first arrival to the last, in seconds. */
    double seconds() {
        return (arrivals.get(arrivals.size() - 1).nanos() - arrivals.get(0).nanos()) / 1e9;
    }

    private boolean receive(DatagramChannel receiver) throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(2_000);
        boolean any = false;
        while (receiver.receive(datagram.clear()) != null) {
            long now = System.nanoTime();
            datagram.flip();
            arrivals.add(new Arrival(datagram.getInt(0), Duration.ofNanos(now - datagram.getLong(4)), now));
            damaged += isWhole(datagram) ? 0 : 1;
            any = true;
        }
        return any;
    }

    private static boolean isWhole(ByteBuffer datagram) {
        for (int i = HEADER; i < datagram.limit(); i++) {
            if (datagram.get(i) != FILLER) {
                return false;
            }
        }
        return true;
    }

    /** Whether there was time to wait; a sleep is short, so that arrivals are noticed in time. */
    private static boolean rest(long nanos) {
        if (nanos <= 0) {
            return false;
        }
        LockSupport.parkNanos(Math.min(nanos, TimeUnit.MICROSECONDS.toNanos(200)));
        return true;
    }
}
