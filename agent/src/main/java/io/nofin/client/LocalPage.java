package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nofin.api.ApiHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The agent's page for a browser of one user, on a port of 127.0.0.1: each request is forwarded to the agent's socket, in this
 * process's name. Only sockets of that user are answered. The page's files need nothing more; everything else needs the token, for
 * which the link can be exchanged once. Pages of other origins and other host names that resolve to this address are refused. Closing
 * it ends all requests.
 */
public final class LocalPage implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern PAGE = Pattern.compile("/|/page/[A-Za-z0-9_.-]+");
    private static final Pattern TICKET = Pattern.compile("/v1/runs/[^/]+/report/ticket");
    private static final String LINK = "/link";
    private static final Set<String> HOSTS = Set.of(LOOPBACK, "localhost");
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final List<String> PASSED_ON = List.of("Accept", ApiHeaders.IDEMPOTENCY_KEY, ApiHeaders.LAST_EVENT_ID);
    private static final Set<String> BETWEEN_TWO = Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "date");
    private static final int THREADS = 16;
    private static final int LONGEST_LINK = 1_000;
    private static final int BLOCK = 8 << 10;
    private static final int MAX_CONTENT = 16 << 20;

    private final Wire wire;
    private final Set<Integer> users;
    private final PageKeys keys = new PageKeys();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** The reason why a request is not forwarded. */
    private record No(int status, String error, String hint) {

        /** Returns the page's settings; the page shows no field for a token if they contain {@code link}. */
        Map<String, Object> data() {
            return Map.of("error", error, "hint", hint, "link", true);
        }
    }

    private LocalPage(Wire wire, Set<Integer> users, HttpServer server) {
        this.wire = wire;
        this.users = Set.copyOf(users);
        this.server = server;
    }

    /**
     * Opens the page.
     *
     * @param wire  owned by the page from now on, and closed with it
     * @param port  0 for a free one
     * @param users ids of the users whose sockets are answered
     */
    static LocalPage open(Wire wire, int port, Set<Integer> users) throws IOException {
        LocalPage page = new LocalPage(wire, users, HttpServer.create(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port), 0));
        page.server.createContext("/", page::answer);
        page.server.setExecutor(page.threads);
        page.server.start();
        return page;
    }

    /**
     * Returns the address to open in a browser. The part after the number sign is not sent to any server: the page removes it, and
     * exchanges it for a token.
     */
    public String link() {
        return "http://" + LOOPBACK + ":" + port() + "/#link=" + keys.link();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        wire.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<No> no = stranger(exchange).or(() -> elsewhere(exchange));
            String path = exchange.getRequestURI().getRawPath();
            if (no.isPresent()) {
                refuse(exchange, no.get());
            } else if (path.equals(LINK)) {
                exchangeLink(exchange);
            } else if (isPage(exchange, path) || keys.opens(exchange.getRequestHeaders().getFirst("Authorization"))
                    || keys.redeemOpening(address(exchange))) {
                passOn(exchange, path);
            } else {
                refuse(exchange, new No(401, "this tab was not opened by the link", "use the tab that you opened with it, or run nofin ui again"));
            }
        }
    }

    private Optional<No> stranger(HttpExchange exchange) throws IOException {
        OptionalInt user = LoopbackPeer.user(exchange.getRemoteAddress().getPort(), port());
        return user.isPresent() && users.contains(user.getAsInt()) ? Optional.empty()
            : Optional.of(new No(403, "this page is another user's", "run nofin ui yourself"));
    }

    /**
     * Refuses a request whose Host header names another host, or that another origin's page makes. The port does not matter, since it
     * may be forwarded.
     */
    private static Optional<No> elsewhere(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
        String origin = headers.getFirst("Origin");
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean isPage = isPage(exchange, exchange.getRequestURI().getRawPath());
        if (!HOSTS.contains(host.replaceAll(":\\d+$", "").toLowerCase(Locale.ROOT))) {
            return Optional.of(new No(403, "this host does not have that name", "use http://" + LOOPBACK + " and the port"));
        }
        if (origin != null && !origin.equalsIgnoreCase("http://" + host) || site != null && !OWN.contains(site) && !isPage) {
            return Optional.of(new No(403, "a page from somewhere else may not ask anything here", "use the agent's own page"));
        }
        return Optional.empty();
    }

    private static boolean isPage(HttpExchange exchange, String path) {
        return exchange.getRequestMethod().equals("GET") && PAGE.matcher(path).matches();
    }

    private void exchangeLink(HttpExchange exchange) throws IOException {
        String given = new String(exchange.getRequestBody().readNBytes(LONGEST_LINK), StandardCharsets.UTF_8);
        Optional<String> token = exchange.getRequestMethod().equals("POST") ? keys.redeem(given) : Optional.empty();
        if (token.isEmpty()) {
            refuse(exchange, new No(401, "this link has been used, or is none", "use the tab that you opened with it, or run nofin ui again"));
        } else {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            send(exchange, 200, Map.of("token", token.get()));
        }
    }

    private void passOn(HttpExchange exchange, String path) throws IOException {
        try (Reply reply = wire.exchange(request(exchange))) {
            reply.head().headers().forEach((name, values) -> {
                if (!BETWEEN_TWO.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            if (reply.status() == 200 && TICKET.matcher(path).matches()) {
                JsonNode ticket = reply.json();
                keys.allow(ticket.path("href").asText());
                send(exchange, reply.status(), ticket);
            } else {
                exchange.sendResponseHeaders(reply.status(), exchange.getRequestMethod().equals("HEAD") || reply.status() == 204 ? -1 : 0);
                copy(reply.body(), exchange.getResponseBody());
            }
        } catch (AgentUnreachableException e) {
            refuse(exchange, new No(502, "the agent does not answer", "it may be starting again"));
        }
    }

    /** Returns the request that is forwarded to the agent. The agent refuses content that is too large for it. */
    private static ApiRequest request(HttpExchange exchange) throws IOException {
        ApiRequest request = ApiRequest.of(exchange.getRequestMethod(), address(exchange));
        Headers given = exchange.getRequestHeaders();
        for (String name : PASSED_ON) {
            request = given.containsKey(name) ? request.header(name, given.getFirst(name)) : request;
        }
        String type = given.getFirst("Content-Type");
        return type == null ? request : request.content(type, exchange.getRequestBody().readNBytes(MAX_CONTENT));
    }

    /** Copies the content as it comes, so that events are shown when they happen. */
    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int length = from.read(block); length >= 0; length = from.read(block)) {
            to.write(block, 0, length);
            to.flush();
        }
    }

    /** Returns path and query as they were received, without a host. */
    private static String address(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    private static void refuse(HttpExchange exchange, No no) throws IOException {
        send(exchange, no.status, no.data());
    }

    private static void send(HttpExchange exchange, int status, Object data) throws IOException {
        byte[] body = Reply.written(data).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
