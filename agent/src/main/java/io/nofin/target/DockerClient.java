package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.lifecycle.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends GET requests to the Docker Engine API, as HTTP/1.0 (RFC 1945): an answer is a head, and a body that lasts until the
 * connection ends. The daemon is not trusted: an answer has 5 s, 8 MiB, and 64 KiB of headers. May be used from any thread; its own
 * threads are daemons.
 */
final class DockerClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_BYTES = 8 << 20;          // a container takes 1 to 4 KiB
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( [^\r\n]*)?\r\n");
    private static final String HEAD_END = "\r\n\r\n";

    private final DockerAddress address;
    private final ExecutorService workers = Executors.newCachedThreadPool(Threads.daemons("nofin-docker"));

    /** A complete answer. */
    record Answer(int status, byte[] body) {
    }

    private DockerClient(DockerAddress address) {
        this.address = address;
    }

    /**
     * Creates a client, without connecting yet.
     *
     * @throws TargetNotFoundException when it is clear already that nobody will answer
     */
    static DockerClient of(DockerAddress address) throws TargetNotFoundException {
        address.check();
        return new DockerClient(address);
    }

    /**
     * Sends a request.
     *
     * @param path the path with its query, without the version of the API: the daemon's own is used, however old or new
     */
    Answer get(String path) throws IOException {
        try (DockerConnection connection = new DockerConnection(address)) {
            return inTime(() -> {
                InputStream in = connection.get(path);
                int status = status(in);
                byte[] body = in.readNBytes(MOST_BYTES + 1);
                if (body.length > MOST_BYTES) {
                    throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
                }
                return new Answer(status, body);
            });
        }
    }

    /** Opens an answer without an end. Once it has begun, it may be silent for any time. Closing it breaks it off. */
    DockerConnection stream(String path) throws IOException {
        DockerConnection connection = new DockerConnection(address);
        try {
            int status = inTime(() -> status(connection.get(path)));
            if (status != 200) {
                throw address.explain(new IOException("status " + status));
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    /** Limits the time of a question from outside, because Java's Unix sockets have no timeouts. */
    private <T> T inTime(Callable<T> question) throws IOException {
        Future<T> answer = workers.submit(question);
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TargetNotFoundException("the Docker daemon at " + address + " does not answer within "
                + PATIENCE.toSeconds() + " s: does docker ps hang, too?");
        } catch (ExecutionException e) {
            throw address.explain(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking the Docker daemon at " + address, e);
        }
    }

    /** Reads the head, and returns the status. */
    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < HEAD_END.length()) {
            int next = in.read();
            if (next < 0 || head.size() == MOST_HEADER_BYTES) {
                throw new IOException(next < 0 ? "the answer has no head" : "the head is longer than " + MOST_HEADER_BYTES + " bytes");
            }
            head.write(next);
            matched = next == HEAD_END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        Matcher status = STATUS.matcher(head.toString(StandardCharsets.ISO_8859_1));
        if (!status.lookingAt()) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(status.group(1));
    }
}
