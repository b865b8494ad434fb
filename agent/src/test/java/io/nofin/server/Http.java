package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Asks the agent, a connection for each request, so that nothing but the agent decides what happens. Replies are checked against {@link OpenApi}. */
final class Http {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Dialer dialer;
    private final Map<String, String> headers = new LinkedHashMap<>();

    /** Opens a connection to the agent. */
    @FunctionalInterface
    interface Dialer {
        Line dial() throws IOException;
    }

    /** A connection. */
    record Line(InputStream in, OutputStream out, AutoCloseable closing) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            try {
                closing.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** A reply of the agent. Header names are in lower case. */
    record Reply(int status, Map<String, String> headers, String body) {

        JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }

        Reply is(int expected) {
            assertEquals(expected, status, body);
            return this;
        }
    }

    /** One server-sent event. */
    record Event(long id, String type, JsonNode data) {
    }

    Http(Dialer dialer) {
        this.dialer = dialer;
    }

    /** Returns the same client with one more header in each request. */
    Http with(String name, String value) {
        Http http = new Http(dialer);
        http.headers.putAll(headers);
        http.headers.put(name, value);
        return http;
    }

    Reply get(String path) throws IOException {
        return ask("GET", path, "");
    }

    Reply ask(String method, String path, String body) throws IOException {
        try (Line line = send(method, path, body)) {
            Reply reply = read(line.in);
            OpenApi.check(method, path, reply);
            return reply;
        }
    }

    /** Sends a request, reads the status, and hangs up: also for answers that do not end. */
    int status(String method, String path, String body) throws IOException {
        try (Line line = send(method, path, body)) {
            String first = readLine(line.in);
            if (first == null) {
                throw new IOException("the connection ended without an answer");
            }
            return Integer.parseInt(first.split(" ")[1]);
        }
    }

    /** Sends any bytes, and returns the reply, which is not checked against the agent's description. */
    Reply raw(String bytes) throws IOException {
        try (Line line = dialer.dial()) {
            line.out.write(bytes.getBytes(StandardCharsets.UTF_8));
            line.out.flush();
            return read(line.in);
        }
    }

    Line dial() throws IOException {
        return dialer.dial();
    }

    /** Returns the events of a stream until its end. */
    List<Event> events(String path) throws IOException {
        try (Line line = send("GET", path, "")) {
            List<Event> events = new ArrayList<>();
            long id = 0;
            String type = "";
            readHead(line.in);
            for (String text = readLine(line.in); text != null; text = readLine(line.in)) {
                if (text.startsWith("id: ")) {
                    id = Long.parseLong(text.substring(4));
                } else if (text.startsWith("event: ")) {
                    type = text.substring(7);
                } else if (text.startsWith("data: ")) {
                    events.add(new Event(id, type, MAPPER.readTree(text.substring(6))));
                }
            }
            return events;
        }
    }

    Line send(String method, String path, String body) throws IOException {
        Line line = dialer.dial();
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.0\r\n");
        Map<String, String> all = new LinkedHashMap<>(Map.of("Host", "127.0.0.1"));
        if (!body.isEmpty()) {
            all.put("Content-Type", "application/json");
            all.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        }
        all.putAll(headers);
        all.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        line.out.write((request + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        line.out.flush();
        return line;
    }

    private static Reply read(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        ByteArrayInputStream bytes = new ByteArrayInputStream(all);
        Map<String, String> head = readHead(bytes);
        if (head.isEmpty()) {
            throw new IOException("the connection ended without an answer");
        }
        int status = Integer.parseInt(head.remove("").split(" ")[1]);
        return new Reply(status, head, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> readHead(InputStream in) throws IOException {
        Map<String, String> head = new LinkedHashMap<>();
        String line = readLine(in);
        if (line != null) {
            head.put("", line);
        }
        while (line != null && !line.isEmpty()) {
            line = readLine(in);
            if (line != null && line.contains(": ")) {
                head.put(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT), line.substring(line.indexOf(':') + 2));
            }
        }
        return head;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) next);
        }
        return line.isEmpty() ? null : line.toString();
    }
}
