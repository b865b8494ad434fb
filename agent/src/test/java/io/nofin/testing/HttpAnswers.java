package io.nofin.testing;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server at 127.0.0.1 of one namespace, which gives everybody the same answer and keeps the first line of each request. */
public final class HttpAnswers implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private HttpAnswers(ServerSocket server) {
        this.server = server;
    }

    public static HttpAnswers start(NetworkNamespace host, String answer) throws IOException {
        HttpAnswers answers = new HttpAnswers(host.call(() -> new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))));
        Thread thread = new Thread(() -> answers.serve(answer), "answers");
        thread.setDaemon(true);
        thread.start();
        return answers;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Returns what was asked so far, for example {@code GET / HTTP/1.1}. */
    public List<String> requests() {
        return requests;
    }

    private void serve(String answer) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                byte[] head = new byte[1 << 12];
                int count = client.getInputStream().read(head);
                requests.add(new String(head, 0, Math.max(0, count), StandardCharsets.ISO_8859_1).lines().findFirst().orElse(""));
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                continue;           // closed, or the client has gone
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
