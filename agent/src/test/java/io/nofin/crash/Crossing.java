package io.nofin.crash;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/** Finds out whether datagrams cross from one namespace to another. Not thread-safe. */
final class Crossing implements AutoCloseable {

    private static final int PATIENCE_MS = 100;
    private static final int PORT = 9;

    private final DatagramSocket sender;
    private final DatagramSocket receiver;
    private int number;

    private Crossing(DatagramSocket sender, DatagramSocket receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    static Crossing between(NetworkNamespace from, NetworkNamespace to, String address) throws IOException {
        InetSocketAddress end = new InetSocketAddress(InetAddress.getByName(address), PORT);
        Crossing crossing = new Crossing(from.call(() -> new DatagramSocket()), to.call(() -> new DatagramSocket(end)));
        crossing.receiver.setSoTimeout(PATIENCE_MS);
        return crossing;
    }

    boolean isOpen() throws IOException {
        byte sent = (byte) ++number;
        sender.send(new DatagramPacket(new byte[] {sent}, 1, receiver.getLocalSocketAddress()));
        DatagramPacket received = new DatagramPacket(new byte[1], 1);
        try {
            do {                        // one that was held may come late
                receiver.receive(received);
            } while (received.getData()[0] != sent);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
