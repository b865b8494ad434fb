package io.nofin.testing;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Numbered datagrams from one namespace to another, and which of them arrived when. One thread sends and receives, so that it
 * disturbs itself as little as one CPU allows.
 */
public final class Volley {

    /**
     * @param delay      between the send and the receive call, by the one clock that both namespaces have
     * @param sinceStart between the first of all send calls and this receive call
     */
    public record Arrival(int number, Duration delay, Duration sinceStart) {
    }

    private static final int HEADER = 12;       // number, time of sending
    private static final int LARGEST = 2_000;
    private static final byte FILLER = 0x5A;

    private final List<Arrival> arrivals = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private int damaged;
    private long start;

    private Volley() {
    }

    /**
     * Sends datagrams and waits until as many as expected have arrived, or none has for {@code patience}.
     *
     * @param at       an address of the receiving namespace
     * @param bytes    in each datagram's payload, 12 to 1000
     * @param gap      from one to the next; none when zero
     * @param expected is asked when all are sent
     */
    public static Volley fire(NetworkNamespace from, NetworkNamespace to, InetAddress at, int count, int bytes, Duration gap,
            Duration patience, IntSupplier expected) throws IOException {
        Volley volley = new Volley();
        try (DatagramChannel sender = from.call(() -> DatagramChannel.open(Receivers.family(at)));
                Receivers receivers = new Receivers(to, at, count)) {
            ByteBuffer datagram = ByteBuffer.allocate(bytes);
            Arrays.fill(datagram.array(), FILLER);
            volley.start = System.nanoTime();
            long next = volley.start;
            for (int number = 0; number < count; number++) {
                do {
                    volley.receive(receivers);
                } while (rest(next - System.nanoTime()));
                next += gap.toNanos();
                sender.send(datagram.clear().putInt(0, number).putLong(4, System.nanoTime()), receivers.address(number));
            }
            int enough = expected.getAsInt();
            long deadline = System.nanoTime() + patience.toNanos();
            while (volley.arrivals.size() < enough && System.nanoTime() < deadline) {
                if (volley.receive(receivers)) {
                    deadline = System.nanoTime() + patience.toNanos();
                }
                rest(TimeUnit.MICROSECONDS.toNanos(100));
            }
        }
        return volley;
    }

    /** Returns the arrivals in their order, for up to 250 datagrams; more go to several sockets, which are read in turn. */
    public List<Arrival> arrivals() {
        return arrivals;
    }

    /** Returns how many datagrams arrived with another payload than was sent. */
    public int damaged() {
        return damaged;
    }

    /** Returns the delay that a part of the packets stays below, in milliseconds. */
    public double quantileMs(double part) {
        long[] delays = arrivals.stream().mapToLong(arrival -> arrival.delay().toNanos()).sorted().toArray();
        return delays[(int) Math.min(delays.length - 1, part * delays.length)] / 1e6;
    }

    public double medianMs() {
        return quantileMs(0.5);
    }

    private boolean receive(Receivers receivers) throws IOException {
        return receivers.receive(buffer, datagram -> {
            long now = System.nanoTime();
            arrivals.add(new Arrival(datagram.getInt(0), Duration.ofNanos(now - datagram.getLong(4)), Duration.ofNanos(now - start)));
            damaged += isWhole(datagram) ? 0 : 1;
        });
    }

    private static boolean isWhole(ByteBuffer datagram) {
        for (int i = HEADER; i < datagram.limit(); i++) {
            if (datagram.get(i) != FILLER) {
                return false;
            }
        }
        return true;
    }

    /** Rests for a short while, so that arrivals are noticed in time; returns whether there was time left to wait. */
    private static boolean rest(long nanos) {
        if (nanos <= 0) {
            return false;
        }
        LockSupport.parkNanos(Math.min(nanos, TimeUnit.MICROSECONDS.toNanos(200)));
        return true;
    }
}
