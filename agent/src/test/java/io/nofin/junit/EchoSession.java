package io.nofin.junit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** One TCP connection from one host of a lab to the echo server of another, as an application would have it. */
final class EchoSession implements AutoCloseable {

    static final int PORT = 7;

    private static final byte[] MESSAGE = {'n', 'o', 'f', 'i', 'n'};

    private final Socket socket;

    private EchoSession(Socket socket) {
        this.socket = socket;
    }

    static EchoSession open(TestHost from, TestHost to) throws Exception {
        InetAddress address = to.address();
        return new EchoSession(from.call(() -> new Socket(address, PORT)));
    }

    void ask() throws IOException {
        socket.getOutputStream().write(MESSAGE);
    }

    /** Returns whether something has come back by now. */
    boolean hasAnswered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Sends a message, and returns whether it comes back in time. */
    boolean answersWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        ask();
        try {
            return Arrays.equals(MESSAGE, socket.getInputStream().readNBytes(MESSAGE.length));
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
