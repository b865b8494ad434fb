package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.ErrorKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events. Each client takes the thread of its request, and {@link RequestPools} limits their number. */
final class ServerSentEvents {

    /** The interval at which comments are sent when there are no events. */
    static final long HEARTBEAT_MILLIS = 5_000;


    private volatile boolean closed;

    /** Sends events until there are no more, or the client disconnects. */
    @FunctionalInterface
    interface Source {
        void send(Stream to) throws IOException, InterruptedException;
    }

    /** The stream of one client. Not thread-safe. */
    final class Stream {
        private final OutputStream out;

        private Stream(OutputStream out) {
            this.out = out;
        }

        void event(long id, String type, String data) throws IOException {
            write("id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n");
        }

        void heartbeat() throws IOException {
            write(": nofin\n\n");
        }

        boolean isOpen() {
            return !closed;
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /** Ends each stream at its next event. */
    void close() {
        closed = true;
    }

    /** Returns the error for clients that want to follow while the agent shuts down. */
    static ApiError ending() {
        return ApiError.of(ErrorKind.UNAVAILABLE, "the agent is shutting down");
    }

    void serve(Context request, Source source) throws IOException {
        if (closed) {
            throw ending();
        }
        try {
            request.res().setStatus(200);
            request.res().setContentType("text/event-stream;charset=utf-8");
            request.res().setHeader("X-Accel-Buffering", "no");
            Stream stream = new Stream(request.res().getOutputStream());
            stream.heartbeat();
            source.send(stream);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();         // the agent is shutting down
        } catch (IOException e) {
            // the client has disconnected
        }
    }
}
