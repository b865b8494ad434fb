package io.nofin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** HTTP over an agent's socket. May be used from any thread; its own are daemons. */
final class Wire implements AutoCloseable {

    private static final String ANY_HOST = "http://localhost";      // the socket says who is meant
    private static final long PATIENCE_SECONDS = 120;               // doctor tries a lot, and a run may be long in healing
    private static final int MOST_THREADS = 16;
    private static final int FIRST_REFUSAL = 400;
    private static final int DEFECT = 70;

    private final AgentSocket socket;
    private final Transport transport;
    private final HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(1));

    Wire(AgentSocket socket) {
        this.socket = socket;
        this.transport = new Transport.TCPUnix(socket.path());
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("nofin-client");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setFollowRedirects(false);
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("an HTTP client without any connection cannot fail to start", e);
        }
        http.getContentDecoderFactories().clear();          // events are to come as they happen, not by the block
    }

    /** @param path may have a query */
    Request request(String method, String path) {
        return http.newRequest(ANY_HOST + path).method(method).transport(transport).idleTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Sends it, and waits for the beginning of the answer.
     *
     * @throws AgentUnreachableException when there is none
     * @throws IOException               what {@link Refusal} makes of any other answer than a good one
     */
    Reply send(Request request) throws IOException {
        Reply reply = exchange(request);
        if (reply.status() >= FIRST_REFUSAL) {
            try (reply) {
                Refusal.raise(error(reply));
            }
        }
        return reply;
    }

    /** Sends it, and waits for the beginning of the answer, whatever that says. */
    Reply exchange(Request request) throws AgentUnreachableException {
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        return reply(listener);
    }

    /** The same as {@link #send}, where only the whole answer counts. */
    String text(Request request) throws IOException {
        try (Reply reply = send(request)) {
            return reply.text();
        }
    }

    JsonNode json(Request request) throws IOException {
        return Reply.json(text(request.accept(Form.JSON.mediaType())));
    }

    AgentSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("an HTTP client did not stop", e);
        }
    }

    private Reply reply(InputStreamResponseListener listener) throws AgentUnreachableException {
        try {
            Response response = listener.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Reply(response.getStatus(), response.getHeaders(), listener.getInputStream());
        } catch (ExecutionException e) {
            throw new AgentUnreachableException(socket, e.getCause());
        } catch (TimeoutException e) {
            throw new AgentUnreachableException(socket, new IOException("nothing came in " + PATIENCE_SECONDS + " s", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentUnreachableException(socket, e);
        }
    }

    private static JsonNode error(Reply reply) throws IOException {
        String text = reply.text();
        try {
            JsonNode error = Reply.json(text);
            if (error.hasNonNull("error")) {
                return error;
            }
        } catch (JsonProcessingException e) {
            // Told below, as it came.
        }
        throw new AgentException("the agent answered " + reply.status() + ": " + text.strip(), reply.status(), DEFECT, List.of());
    }
}
