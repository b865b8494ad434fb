package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Numbered datagrams over a wire, one about every 0.2 ms, for 10 seconds at most; tells when they stopped arriving. */
final class DatagramStream implements AutoCloseable {

    private static final int PORT = 7_008;
    private static final int MOST = 50_000;
    private static final int GAP_NANOS = 200_000;
    private static final int LOST_IN_A_ROW = 5;         // fewer may have another reason
    private static final long IN_FLIGHT_NANOS = 20_000_000;     // or still unread at the far end
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 2_000_000;
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final DatagramSocket sender;
    private final DatagramSocket receiver;
    private final InetSocketAddress to;
    private final AtomicLongArray sentAt = new AtomicLongArray(MOST);
    private final AtomicIntegerArray arrived = new AtomicIntegerArray(MOST);
    private final Thread sending = new Thread(this::send);
    private final Thread receiving = new Thread(this::receive);
    private volatile int sent;

    private DatagramStream(DatagramSocket sender, DatagramSocket receiver, InetSocketAddress to) {
        this.sender = sender;
        this.receiver = receiver;
        this.to = to;
    }

    static DatagramStream start(Wire wire) throws IOException {
        return start(wire.near(), wire.far(), Wire.FAR);
    }

    /** @param address of the far end */
    static DatagramStream start(NetworkNamespace near, NetworkNamespace far, String address) throws IOException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(address), PORT);
        DatagramSocket receiver = far.call(() -> new DatagramSocket(to));
        receiver.setReceiveBufferSize(RECEIVE_BUFFER);
        DatagramStream stream = new DatagramStream(near.call(() -> new DatagramSocket()), receiver, to);
        stream.receiving.start();
        stream.sending.start();
        return stream;
    }

    /**
     * Returns the time at which the first datagram was sent that never arrived, as {@link System#nanoTime}; waits until several in a row
     * are lost.
     */
    long firstLoss() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - deadline < 0) {
            int lost = 0;
            long overdue = System.nanoTime() - IN_FLIGHT_NANOS;
            for (int number = 0; number < sent && sentAt.get(number) - overdue < 0; number++) {
                lost = arrived.get(number) == 1 ? 0 : lost + 1;
                if (lost == LOST_IN_A_ROW) {
                    return sentAt.get(number - LOST_IN_A_ROW + 1);
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new IllegalStateException("every datagram arrived: sent=" + sent);
    }

    /** Ends both threads and waits for them: the port is free only then. */
    @Override
    public void close() {
        sender.close();
        receiver.close();
        try {
            sending.join();
            receiving.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        for (int number = 0; number < MOST && !sender.isClosed(); number++) {
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
            sentAt.set(number, System.nanoTime());
            try {
                sender.send(new DatagramPacket(bytes, bytes.length, to));
            } catch (IOException refused) {
                // closed, or lost with a word to the sender
            }
            sent = number + 1;
            LockSupport.parkNanos(GAP_NANOS);
        }
    }

    private void receive() {
        byte[] bytes = new byte[Integer.BYTES];
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        try {
            while (true) {
                receiver.receive(packet);
                arrived.set(ByteBuffer.wrap(bytes).getInt(), 1);
            }
        } catch (SocketException closed) {
            // enough
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
