package io.nofin.bench;

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

/** Numbered datagrams over a wire, one about every 0.2 ms, 10 seconds of them at most; tells when they stopped to arrive. */
final class DatagramStream implements AutoCloseable {

    private static final int PORT = 7_008;
    private static final int MOST = 50_000;
    private static final int GAP_NANOS = 200_000;
    private static final int LOST_IN_A_ROW = 5;         // fewer may have another reason
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final DatagramSocket sender;
    private final DatagramSocket receiver;
    private final AtomicLongArray sentAt = new AtomicLongArray(MOST);
    private final AtomicIntegerArray arrived = new AtomicIntegerArray(MOST);
    private final Thread sending = new Thread(this::send);
    private final Thread receiving = new Thread(this::receive);
    private volatile int sent;

    private DatagramStream(DatagramSocket sender, DatagramSocket receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    static DatagramStream start(Wire wire) throws IOException {
        DatagramSocket receiver = wire.far().call(() -> new DatagramSocket(new InetSocketAddress(InetAddress.getByName(Wire.FAR), PORT)));
        receiver.setReceiveBufferSize(RECEIVE_BUFFER);
        DatagramStream stream = new DatagramStream(wire.near().call(() -> new DatagramSocket()), receiver);
        stream.receiving.start();
        stream.sending.start();
        return stream;
    }

    /** When the first datagram was sent that never arrived, as {@link System#nanoTime}. */
    long firstLoss() {
        int lost = 0;
        for (int number = 0; number < sent; number++) {
            lost = arrived.get(number) == 1 ? 0 : lost + 1;
            if (lost == LOST_IN_A_ROW) {
                return sentAt.get(number - LOST_IN_A_ROW + 1);
            }
        }
        throw new IllegalStateException("every datagram arrived: sent=" + sent);
    }

    /** Both threads end by that. */
    @Override
    public void close() {
        sender.close();
        receiver.close();
    }

    private void send() {
        InetSocketAddress to = new InetSocketAddress(Wire.FAR, PORT);
        try {
            for (int number = 0; number < MOST; number++) {
                byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
                sentAt.set(number, System.nanoTime());
                sender.send(new DatagramPacket(bytes, bytes.length, to));
                sent = number + 1;
                LockSupport.parkNanos(GAP_NANOS);
            }
        } catch (SocketException closed) {
            // enough
        } catch (IOException e) {
            throw new IllegalStateException(e);
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
