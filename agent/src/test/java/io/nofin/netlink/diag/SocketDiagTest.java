package io.nofin.netlink.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KernelTest
class SocketDiagTest {

    private NetworkNamespace namespace;
    private SocketDiag diag;
    private ServerSocketChannel listener;
    private SocketChannel client;
    private SocketChannel accepted;

    @BeforeEach
    void connectOverLoopback() throws Exception {
        namespace = NetworkNamespace.create();
        namespace.call(() -> {
            startLoopback();
            diag = SocketDiag.open();
            listener = ServerSocketChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            client = SocketChannel.open(listener.getLocalAddress());
            accepted = listener.accept();
            return null;
        });
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Channel open : List.of(client, accepted, listener)) {
            open.close();
        }
        diag.close();
        namespace.close();
    }

    @Test
    void tellsOfAllSocketsOfItsNamespaceOnly() throws IOException {
        assertEquals(3, diag.tcpSockets().size());
        assertEquals(0, socketsElsewhere().size());
    }

    @Test
    void choosesByRemotePort() throws IOException {
        var toListener = (InetSocketAddress) listener.getLocalAddress();

        List<TcpSocket> sockets = diag.tcpSockets(PortFilter.remote(toListener.getPort()));

        assertEquals(1, sockets.size());
        TcpSocket socket = sockets.get(0);
        assertEquals(client.getLocalAddress(), socket.local());
        assertEquals(toListener, socket.remote());
        assertEquals(TcpState.ESTABLISHED, socket.state());
    }

    @Test
    void choosesByLocalPort() throws IOException {
        int port = ((InetSocketAddress) client.getLocalAddress()).getPort();

        assertEquals(1, diag.tcpSockets(PortFilter.local(port)).size());
    }

    @Test
    void countsWhatCameAndKnowsTheConnectionAgain() throws IOException {
        TcpSocket before = clientSocket();
        client.write(ByteBuffer.wrap(new byte[100]));
        accepted.read(ByteBuffer.allocate(100));
        TcpSocket after = clientSocket();

        assertEquals(100, after.info().orElseThrow().bytesSent() - before.info().orElseThrow().bytesSent());
        assertEquals(before.cookie(), after.cookie());
        assertEquals(before.inode(), after.inode());
        assertNotEquals(0, after.cookie());
    }

    private TcpSocket clientSocket() throws IOException {
        return diag.tcpSockets(PortFilter.local(((InetSocketAddress) client.getLocalAddress()).getPort())).get(0);
    }

    private static List<TcpSocket> socketsElsewhere() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.create(); SocketDiag diag = other.call(SocketDiag::open)) {
            return diag.tcpSockets();
        }
    }

    private static void startLoopback() throws IOException {
        Process ip = new ProcessBuilder("ip", "link", "set", "lo", "up").inheritIO().start();
        try {
            assertEquals(0, ip.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
