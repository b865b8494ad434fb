package io.nofin.bench;

import io.nofin.linux.BatchCalls;
import io.nofin.linux.DirectMemory;
import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Measures how long datagrams take from one host to another, from the send call to the receive call's end, with one datagram every two
 * milliseconds. Both threads get a processor as soon as they want one, so that other work on this machine is not measured.
 */
final class OneWay implements AutoCloseable {

    private static final int PORT = 7_009;
    private static final long GAP_NANOS = 2_000_000;
    private static final int SCHED_RR = 2;
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;
    private static final int DIGITS = 5;                // to the microsecond at 100 ms, where three digits are steps of 65 us
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final DatagramSocket receiver;
    private final DatagramSocket sender;
    private final InetSocketAddress to;
    private final Histogram nanos = new ConcurrentHistogram(DIGITS);

    OneWay(NetworkNamespace from, NetworkNamespace to, String address) throws IOException {
        this.to = new InetSocketAddress(address, PORT);
        this.receiver = to.call(() -> new DatagramSocket(this.to));
        this.sender = from.call(() -> new DatagramSocket());
    }

    /** Sends {@code count} datagrams, and returns the nanoseconds that they took. */
    static Histogram measure(NetworkNamespace from, NetworkNamespace to, String address, int count) throws Exception {
        try (OneWay way = new OneWay(from, to, address)) {
            way.run(count / 5);             // compiles, and fills caches
            way.nanos.reset();
            way.run(count);
            return way.nanos.copy();
        }
    }

    /** Returns how much later than told a percentile of the datagrams came, as {@code 0.094 ms}. */
    static String late(Histogram nanos, double percentile, double toldMillis) {
        return Sample.inMillis(lateMillis(nanos, percentile, toldMillis));
    }

    static double lateMillis(Histogram nanos, double percentile, double toldMillis) {
        return nanos.getValueAtPercentile(percentile) / 1e6 - toldMillis;
    }

    private void run(int count) throws Exception {
        hurryThisThread();
        long before = nanos.getTotalCount();
        Thread receiving = new Thread(() -> receive(count));
        receiving.start();
        for (int i = 0; i < count; i++) {
            byte[] data = ByteBuffer.allocate(Long.BYTES).putLong(System.nanoTime()).array();
            sender.send(new DatagramPacket(data, data.length, to));
            LockSupport.parkNanos(GAP_NANOS);
        }
        receiving.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        if (nanos.getTotalCount() - before < count) {
            throw new IOException(String.format(Locale.ROOT, "only %d of %d datagrams arrived", nanos.getTotalCount() - before, count));
        }
    }

    private void receive(int count) {
        hurryThisThread();
        DatagramPacket packet = new DatagramPacket(new byte[Long.BYTES], Long.BYTES);
        try {
            for (int i = 0; i < count; i++) {
                receiver.receive(packet);
                nanos.recordValue(System.nanoTime() - ByteBuffer.wrap(packet.getData()).getLong());
            }
        } catch (SocketException closed) {
            // the rest is missing
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hurryThisThread() {
        ByteBuffer priority = DirectMemory.allocate(Integer.BYTES).putInt(0, 1);
        BatchCalls.INSTANCE.sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, DirectMemory.address(priority));
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
