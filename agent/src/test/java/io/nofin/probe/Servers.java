package io.nofin.probe;

import com.sun.net.httpserver.HttpServer;
import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers in a namespace that end together. */
final class Servers implements AutoCloseable {

    static final int PORT = 8080;

    private final NetworkNamespace namespace;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<String> posts = new CopyOnWriteArrayList<>();

    Servers(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Takes connections, and says nothing. */
    void listen() throws IOException {
        open.push(namespace.call(() -> new ServerSocket(PORT)));
    }

    void echoDatagrams() throws IOException {
        DatagramSocket socket = namespace.call(() -> new DatagramSocket(PORT));
        open.push(socket);
        Thread thread = new Thread(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            try {
                while (true) {
                    socket.receive(packet);
                    socket.send(packet);
                }
            } catch (IOException closed) {
                return;
            }
        }, "datagram-echo");
        thread.setDaemon(true);
        thread.start();
    }

    List<String> posts() {
        return posts;
    }

    /** {@code /ok} answers 200 and tells the Host header, {@code /gone} 410, {@code /post} keeps what is posted, {@code /silent} never answers. */
    void serveHttp() throws IOException {
        serve(namespace.call(() -> HttpServer.create(new InetSocketAddress(PORT), 10)));
    }

    /** The same on a port that is free. */
    int serveHttpOnLoopback() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        serve(server);
        return server.getAddress().getPort();
    }

    private void serve(HttpServer server) {
        server.createContext("/ok", exchange -> {
            byte[] body = ("all is well at " + exchange.getRequestHeaders().getFirst("Host") + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/gone", exchange -> {
            exchange.sendResponseHeaders(410, -1);
            exchange.close();
        });
        server.createContext("/post", exchange -> {
            posts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/silent", exchange -> { });
        server.start();
        open.push(() -> server.stop(0));
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
