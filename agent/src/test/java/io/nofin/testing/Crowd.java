package io.nofin.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many clients at once that do what no good client does: each connects, misbehaves, and connects again when it was turned away or cut
 * off, until this is closed.
 */
public final class Crowd implements AutoCloseable {

    private static final long PAUSE_MS = 20;
    private static final int PATIENCE_SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong begun = new AtomicLong();
    private final int count;
    private volatile boolean closed;

    /** Opens a connection. */
    @FunctionalInterface
    public interface Dialer {
        SocketChannel dial() throws IOException;
    }

    /** A habit that each client follows on its connection, until it throws or returns. */
    @FunctionalInterface
    public interface Habit {
        void follow(SocketChannel line) throws IOException, InterruptedException;
    }

    private Crowd(int count) {
        this.count = count;
    }

    public static Crowd of(int count, Dialer dialer, Habit habit) {
        Crowd crowd = new Crowd(count);
        for (int i = 0; i < count; i++) {
            crowd.threads.execute(() -> crowd.goOn(dialer, habit));
        }
        return crowd;
    }

    /** Returns the habit of saying nothing. */
    public static Habit silence() {
        return Crowd::readAll;
    }

    /** Returns the habit of sending {@code beginning}, and then a byte every so often: a header or a body without end. */
    public static Habit trickle(String beginning, long everyMs) {
        return line -> {
            write(line, beginning);
            while (true) {
                Thread.sleep(everyMs);
                write(line, "x");
            }
        };
    }

    /** Returns the habit of sending a request, and reading a few bytes of the answer every so often. */
    public static Habit sip(String request, long everyMs) {
        return line -> {
            write(line, request);
            while (line.read(ByteBuffer.allocate(64)) >= 0) {
                Thread.sleep(everyMs);
            }
        };
    }

    /** Returns the habit of sending a request, and reading all of the answer, which the other end ends. */
    public static Habit ask(String request) {
        return line -> {
            write(line, request);
            readAll(line);
        };
    }

    /** Returns the text of a request that asks for the connection to be closed after it. */
    public static String request(String method, String path, Map<String, String> headers, String body) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text + String.format(Locale.ROOT, "Content-Length: %d\r\n\r\n", body.getBytes(StandardCharsets.UTF_8).length) + body;
    }

    /** Waits until all clients have begun once. */
    public Crowd awaitAll() throws Exception {
        Wait.until("all of the crowd are there", () -> begun.get() >= count);
        return this;
    }

    /** Returns how often clients have begun, all of them counted together. */
    public long begun() {
        return begun.get();
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        open.forEach(Crowd::close);
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the crowd does not go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goOn(Dialer dialer, Habit habit) {
        while (!closed) {
            try (SocketChannel line = dialer.dial()) {
                open.add(line);
                begun.incrementAndGet();
                habit.follow(line);
                Thread.sleep(PAUSE_MS);
            } catch (IOException turnedAway) {
                pause();
            } catch (InterruptedException e) {
                return;
            } finally {
                open.removeIf(line -> !line.isOpen());
            }
        }
    }

    private static void readAll(SocketChannel line) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
        while (line.read(buffer) >= 0) {
            buffer.clear();
        }
    }

    private static void write(SocketChannel line, String text) throws IOException {
        line.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(SocketChannel line) {
        try {
            line.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
