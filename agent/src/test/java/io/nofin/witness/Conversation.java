package io.nofin.witness;

import io.nofin.target.TargetHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP connection between two hosts, both of whose ends a test holds. */
final class Conversation implements AutoCloseable {

    static final int PORT = 7_100;

    private static final int PATIENCE_MS = 30_000;

    private final ServerSocket listener;
    private final Socket near;
    private final Socket far;

    Conversation(TargetHost from, TargetHost to, InetAddress address) throws IOException {
        listener = to.namespace().call(() -> new ServerSocket(PORT, 1, address));
        near = from.namespace().call(() -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(address, PORT), PATIENCE_MS);
            return socket;
        });
        far = listener.accept();
        for (Socket end : new Socket[] {near, far}) {
            end.setTcpNoDelay(true);
            end.setSoTimeout(PATIENCE_MS);
        }
    }

    Socket near() {
        return near;
    }

    Socket far() {
        return far;
    }

    /** Both ways, and waits until all is there. */
    void exchange(int bytes) throws IOException {
        say(near, bytes);
        hear(far, bytes);
        say(far, bytes);
        hear(near, bytes);
    }

    static void say(Socket end, int bytes) throws IOException {
        end.getOutputStream().write(new byte[bytes]);
    }

    static void hear(Socket end, int bytes) throws IOException {
        if (end.getInputStream().readNBytes(bytes).length < bytes) {
            throw new IOException("the connection ended: port=" + end.getLocalPort());
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
        listener.close();
    }
}
