package io.nofin.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A local port, over UDP and TCP, that only questions of nofin's leave by while it is held: its packets can be told from those of all other
 * programs of the namespace. One question is asked at a time. May be used from any thread, and stays in the namespace of the thread that
 * took it.
 */
public final class QuestionPort implements AutoCloseable {

    /** The port that is tried first: above those that Linux hands out by itself, 32768 to 60999, see ip(7). */
    public static final int FAVOURITE = 61_053;

    private static final int LAST = 65_535;

    private final int number;
    private final DatagramSocket datagrams;
    private final Socket streams;

    /** A question that is asked by a socket. */
    @FunctionalInterface
    interface Exchange<T> {
        T by(DatagramSocket socket) throws IOException;
    }

    private QuestionPort(int number, DatagramSocket datagrams, Socket streams) {
        this.number = number;
        this.datagrams = datagrams;
        this.streams = streams;
    }

    /**
     * Takes a port that nobody uses in the network namespace of the calling thread.
     *
     * @throws IOException when all ports from {@link #FAVOURITE} on are in use
     */
    public static QuestionPort take() throws IOException {
        for (int number = FAVOURITE; number < LAST; number++) {
            try {
                return take(number);
            } catch (BindException inUse) {
                continue;
            }
        }
        return take(LAST);
    }

    private static QuestionPort take(int number) throws IOException {
        DatagramSocket datagrams = new DatagramSocket(number);
        try {
            return new QuestionPort(number, datagrams, bound(number));
        } catch (IOException e) {
            datagrams.close();
            throw e;
        }
    }

    /** Returns its number, 1 to 65535. */
    public int number() {
        return number;
    }

    /** Returns a socket for one question over TCP. Closing it resets the connection, which would keep the port for a minute otherwise. */
    Socket open() throws IOException {
        Socket socket = bound(number);
        socket.setSoLinger(true, 0);
        return socket;
    }

    /** Lets a question be asked over UDP by the port's one socket, which is not connected. */
    synchronized <T> T ask(Exchange<T> question) throws IOException {
        return question.by(datagrams);
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            streams.close();
        } catch (IOException e) {
            return;                     // nothing was sent by it
        }
    }

    private static Socket bound(int number) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);       // with the one that holds the port, which never listens
            socket.bind(new InetSocketAddress(number));
            return socket;
        } catch (IOException e) {
            try (socket) {
                throw e;
            }
        }
    }
}
