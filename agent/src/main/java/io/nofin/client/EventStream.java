package io.nofin.client;

import io.nofin.api.ApiHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The events of an agent in their order. When the connection breaks, the stream connects again and goes on after the last event. For
 * one thread; any thread may close it, which ends the waiting.
 */
public final class EventStream implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(20);            // a comment is sent every 5 s
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MS = 100;

    private final Wire wire;
    private final String path;
    private String lastId = "";
    private volatile boolean closed;
    private volatile Reply reply;
    private EventParser events;

    private EventStream(Wire wire, String path) {
        this.wire = wire;
        this.path = path;
    }

    static EventStream open(Wire wire, String path) throws IOException {
        EventStream stream = new EventStream(wire, path);
        stream.connect();
        return stream;
    }

    /**
     * Waits for the next event.
     *
     * @throws AgentUnreachableException when the agent has been gone for some seconds
     * @throws IOException               when the agent has been replaced by another one, which does not know the earlier events
     */
    public ServerEvent next() throws IOException {
        Optional<ServerEvent> event = ofConnection();
        while (event.isEmpty()) {
            reconnect();
            event = ofConnection();
        }
        event.map(ServerEvent::id).filter(id -> !id.isEmpty()).ifPresent(id -> lastId = id);
        return event.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        reply.close();
    }

    /** Returns the next event of this connection; empty when it broke. */
    private Optional<ServerEvent> ofConnection() {
        try {
            return events.next();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private void connect() throws IOException {
        ApiRequest request = ApiRequest.of("GET", path).header("Accept", "text/event-stream").waiting(IDLE);
        reply = wire.send(lastId.isEmpty() ? request : request.header(ApiHeaders.LAST_EVENT_ID, lastId));
        events = new EventParser(reply.body());
    }

    private void reconnect() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean connected = false;
        while (!connected) {
            if (closed) {
                throw new IOException("nobody waits for events any more: " + path);
            }
            try {
                pause();
                connect();
                connected = true;
            } catch (AgentUnreachableException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the agent", e);
        }
    }
}
