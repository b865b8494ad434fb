package io.nofin.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.lifecycle.Threads;
import io.nofin.target.DockerEngine.Change;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The daemon's stream of events, one on each line, read on a thread of its own. Closing it ends the stream and its connection. */
final class DockerEvents implements Closeable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** The events of containers; see docker-events(1). podman-events(1) has other words for two of them. */
    private static final Map<String, Change> OF_CONTAINERS = Map.of("start", Change.STARTED, "die", Change.ENDED, "died", Change.ENDED,
        "destroy", Change.REMOVED, "remove", Change.REMOVED);
    private static final Map<String, Change> OF_NETWORKS = Map.of("connect", Change.REWIRED, "disconnect", Change.REWIRED);
    private static final String WANTED = "{\"type\":[\"container\",\"network\"],"
        + "\"event\":[\"start\",\"die\",\"died\",\"destroy\",\"remove\",\"connect\",\"disconnect\"]}";
    private static final int LONGEST_LINE = 1 << 20;        // it holds a container's labels
    private static final long NANOS = 1_000_000_000;

    private final DockerClient client;
    private final String path;
    private final Consumer<DockerEngine.Event> told;
    private final Runnable lost;
    private final Thread thread = Threads.daemon("nofin-docker-events", this::read);
    private volatile DockerConnection stream;
    private volatile boolean closed;

    private DockerEvents(DockerClient client, String path, Consumer<DockerEngine.Event> told, Runnable lost) {
        this.client = client;
        this.path = path;
        this.told = told;
        this.lost = lost;
    }

    /**
     * Begins to read. A daemon that does not answer counts as {@code lost}, too.
     *
     * @param client the client of this stream, which is closed with it
     * @param told   receives events
     * @param lost   run when the stream ends
     */
    static DockerEvents follow(DockerClient client, Instant since, Consumer<DockerEngine.Event> told, Runnable lost) {
        String path = "/events?since=" + since.getEpochSecond() + "." + String.format("%09d", since.getNano())
            + "&filters=" + URLEncoder.encode(WANTED, StandardCharsets.UTF_8);
        DockerEvents events = new DockerEvents(client, path, told, lost);
        events.thread.start();
        return events;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        DockerConnection connected = stream;
        try (client) {
            if (connected != null) {
                connected.close();
            }
        }
    }

    private void read() {
        try (client; DockerConnection connection = client.stream(path)) {
            stream = connection;
            for (Optional<byte[]> line = next(); line.isPresent(); line = next()) {
                event(MAPPER.readTree(line.get())).ifPresent(told);
            }
        } catch (IOException | RuntimeException e) {
            // Whatever it was, the stream is over.
        } finally {
            if (!closed) {
                lost.run();
            }
        }
    }

    /** Reads an event. Podman's events of networks have the container itself as their actor. */
    static Optional<DockerEngine.Event> event(JsonNode event) {
        JsonNode actor = event.path("Actor");
        boolean ofNetwork = event.path("Type").asText().equals("network");
        Change change = (ofNetwork ? OF_NETWORKS : OF_CONTAINERS).get(event.path("Action").asText());
        if (change == null) {
            return Optional.empty();
        }
        long nanos = event.path("timeNano").asLong();
        Instant at = Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
        String id = ofNetwork ? actor.path("Attributes").path("container").asText(actor.path("ID").asText()) : actor.path("ID").asText();
        return Optional.of(new DockerEngine.Event(change, id, ofNetwork ? "" : actor.path("Attributes").path("name").asText(), at));
    }

    /** Returns the next line; empty at the end. Text before the end that has no line end is incomplete. */
    private Optional<byte[]> next() throws IOException {
        InputStream in = stream.in();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = closed ? -1 : in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toByteArray());
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("an event longer than " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        return Optional.empty();
    }
}
