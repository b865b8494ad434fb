package io.nofin.client;

import java.io.IOException;
import java.util.Optional;

/** The events of one connection to the agent; they end with it. For one thread; any thread may close it, which ends the waiting. */
public final class ConnectionEvents implements AutoCloseable {

    private final Reply reply;
    private final EventParser events;

    ConnectionEvents(Reply reply) {
        this.reply = reply;
        this.events = new EventParser(reply.body());
    }

    /** Waits for the next event; returns empty at the end. */
    public Optional<ServerEvent> next() throws IOException {
        return events.next();
    }

    @Override
    public void close() throws IOException {
        reply.close();
    }
}
