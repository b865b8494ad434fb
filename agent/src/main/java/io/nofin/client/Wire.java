package io.nofin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.api.ErrorBody;
import io.nofin.api.ExitCode;
import io.nofin.api.Form;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** HTTP over an agent's socket. Idle connections are used again for a few seconds. Thread-safe. */
final class Wire implements AutoCloseable {

    private static final int FIRST_REFUSAL = 400;
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(5);         // the agent closes them after 30 s

    private final AgentSocket socket;
    private final Deque<Rested> resting = new ArrayDeque<>();
    private boolean closed;

    /** An idle connection. */
    private record Rested(UnixConnection connection, long sinceNanos) {
    }

    Wire(AgentSocket socket) {
        this.socket = socket;
    }

    AgentSocket socket() {
        return socket;
    }

    /**
     * Sends a request, and waits for the head of the answer.
     *
     * @throws AgentUnreachableException when there is none
     * @throws IOException               what {@link Refusal} makes of an answer of 400 or more
     */
    Reply send(ApiRequest request) throws IOException {
        Reply reply = exchange(request);
        if (reply.status() >= FIRST_REFUSAL) {
            try (reply) {
                Refusal.raise(ErrorBody.of(error(reply)));
            }
        }
        return reply;
    }

    /** Sends a request, and waits for the head of the answer, whatever its status. */
    Reply exchange(ApiRequest request) throws AgentUnreachableException {
        try {
            UnixConnection connection = connection();
            try {
                connection.waiting(request.patience());
                return exchange(request, connection);
            } catch (IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (IOException e) {
            throw new AgentUnreachableException(socket, e);
        }
    }

    /** Sends a request, and returns the content of a good answer. */
    String text(ApiRequest request) throws IOException {
        try (Reply reply = send(request)) {
            return reply.text();
        }
    }

    JsonNode json(ApiRequest request) throws IOException {
        return Reply.json(text(request.accept(Form.JSON)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Rested rested : resting) {
            try {
                rested.connection.close();
            } catch (IOException e) {
                // the connection was useless already
            }
        }
        resting.clear();
    }

    /**
     * Sends a request over {@code connection}. An agent that refuses content answers before it has read all of it, and closes the
     * connection: its answer counts.
     */
    private Reply exchange(ApiRequest request, UnixConnection connection) throws IOException {
        try {
            connection.write(request.head());
            connection.write(request.body());
        } catch (IOException unsent) {
            try {
                return reply(request, connection);
            } catch (IOException none) {
                unsent.addSuppressed(none);
                throw unsent;
            }
        }
        return reply(request, connection);
    }

    private Reply reply(ApiRequest request, UnixConnection connection) throws IOException {
        HttpHead head = HttpHead.read(connection);
        FramedContent content = head.content(request.method(), connection);
        return new Reply(head, content, () -> {
            if (!content.isWhole() || !head.keepsConnection() || !rest(connection)) {
                connection.close();
            }
        });
    }

    private UnixConnection connection() throws IOException {
        for (Optional<Rested> rested = newest(); rested.isPresent(); rested = newest()) {
            UnixConnection connection = rested.get().connection;
            if (System.nanoTime() - rested.get().sinceNanos < LONGEST_REST_NANOS && connection.isQuiet()) {
                return connection;
            }
            connection.close();
        }
        return UnixConnection.open(socket);
    }

    private synchronized Optional<Rested> newest() {
        return Optional.ofNullable(resting.pollFirst());
    }

    /** Keeps a connection that is idle; returns false if it cannot be used again. */
    private synchronized boolean rest(UnixConnection connection) {
        if (!closed) {
            resting.addFirst(new Rested(connection, System.nanoTime()));
        }
        return !closed;
    }


    private static JsonNode error(Reply reply) throws IOException {
        String text = reply.text();
        try {
            JsonNode error = Reply.json(text);
            if (error.hasNonNull("error")) {
                return error;
            }
        } catch (JsonProcessingException e) {
            // reported below, as it was received
        }
        throw new AgentException("the agent answered " + reply.status() + ": " + text.strip(), reply.status(), ExitCode.DEFECT, List.of());
    }
}
