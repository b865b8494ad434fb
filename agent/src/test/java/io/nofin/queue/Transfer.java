package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/** Sends bytes over TCP and compares what arrives. */
final class Transfer {

    private static final int PORT = 7_001;
    private static final int PATIENCE_SECONDS = 60;

    private Transfer() {
    }

    static void check(NetworkNamespace from, NetworkNamespace to, String address, int bytes) throws Exception {
        check(from, to, address, address, bytes);
    }

    /** @param called the address that the client connects to, which may become another one on the way */
    static void check(NetworkNamespace from, NetworkNamespace to, String address, String called, int bytes) throws Exception {
        try (ServerSocket listener = to.call(() -> new ServerSocket(PORT, 1, InetAddress.getByName(address)))) {
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(listener));
            long sent = from.call(() -> send(called, bytes));
            assertEquals(sent, received.get(PATIENCE_SECONDS, TimeUnit.SECONDS), "checksum of " + bytes + " bytes");
        }
    }

    private static long send(String address, int bytes) throws IOException {
        byte[] data = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(data);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, PORT), PATIENCE_SECONDS * 1_000);
            socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
            OutputStream out = socket.getOutputStream();
            out.write(data);
            socket.shutdownOutput();
            socket.getInputStream().read();         // the other end has read all
        }
        CRC32 crc = new CRC32();
        crc.update(data);
        return crc.getValue();
    }

    private static long receive(ServerSocket listener) {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (Socket socket = listener.accept(); InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                crc.update(buffer, 0, length);
            }
            return crc.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
