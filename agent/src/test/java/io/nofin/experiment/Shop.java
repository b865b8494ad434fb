package io.nofin.experiment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nofin.junit.TestHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service that makes its page of what others answer, a line for each, which it asks at the same time; what does not come within its time
 * limit is missing. It has no limit unless it is given one, as {@link HttpClient} has none. Closing it ends it.
 */
final class Shop implements AutoCloseable {

    /** Instead of an answer. */
    static final String MISSING = "missing";

    private static final int OK = 200;

    private final HttpServer server;
    private final HttpClient client;
    private final ExecutorService threads;
    private final List<URI> services;
    private final Optional<Duration> limit;

    private Shop(HttpServer server, HttpClient client, ExecutorService threads, List<URI> services, Optional<Duration> limit) {
        this.server = server;
        this.client = client;
        this.threads = threads;
        this.services = services;
        this.limit = limit;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static Shop open(TestHost host, int port, List<URI> services, Optional<Duration> limit) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool(Background.threads(host));
        return host.call(() -> new Shop(HttpServer.create(new InetSocketAddress(port), 0),
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build(), threads, services, limit));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        List<CompletableFuture<String>> answers = services.stream().map(this::ask).toList();
        byte[] page = String.join("\n", answers.stream().map(CompletableFuture::join).toList()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(OK, page.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
        }
    }

    private CompletableFuture<String> ask(URI service) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service);
        limit.ifPresent(request::timeout);
        return client.sendAsync(request.build(), BodyHandlers.ofString()).handle((answer, failure) -> failure == null ? answer.body().strip() : MISSING);
    }
}
