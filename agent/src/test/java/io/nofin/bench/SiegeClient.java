package io.nofin.bench;

import io.nofin.testing.Crowd;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Root's client of an agent under siege: {@code SiegeClient SOCKET SECONDS}. Runs in a process of its own, as root's would: in that of
 * the attackers it would wait for their locks and collections. Prints a line for each request, see {@link Answer}.
 */
final class SiegeClient {

    static final String VERSION = "GET /v1/version";
    static final String HEAL = "POST /v1/heal";

    private static final long PATIENCE_SECONDS = 30;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String GOOD = "HTTP/1.1 200 ";

    private final Path socket;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** A request and how it was answered. */
    record Answer(String request, double millis, boolean isGood) {

        static Answer parse(String line) {
            String[] parts = line.split("\t");
            return new Answer(parts[0], Double.parseDouble(parts[1]), Boolean.parseBoolean(parts[2]));
        }

        String line() {
            return request + "\t" + millis + "\t" + isGood;
        }
    }

    private SiegeClient(Path socket) {
        this.socket = socket;
    }

    public static void main(String[] arguments) {
        SiegeClient client = new SiegeClient(Path.of(arguments[0]));
        String version = Crowd.request("GET", "/v1/version", Map.of(), "");
        String heal = Crowd.request("POST", "/v1/heal", Map.of("Content-Type", "application/json"), "{}");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
        while (System.nanoTime() - end < 0) {
            System.out.println(client.ask(VERSION, version).line());
            System.out.println(client.ask(HEAL, heal).line());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        client.timer.shutdownNow();
    }

    private Answer ask(String name, String request) {
        long start = System.nanoTime();
        boolean isGood = false;
        try (SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Future<?> end = timer.schedule(() -> hangUp(line), PATIENCE_SECONDS, TimeUnit.SECONDS);
            line.connect(UnixDomainSocketAddress.of(socket));
            isGood = answer(line, request).startsWith(GOOD);
            end.cancel(false);
        } catch (IOException e) {
            System.err.println(name + ": " + e);
        }
        return new Answer(name, (System.nanoTime() - start) / 1e6, isGood);
    }

    private static Void hangUp(SocketChannel line) throws IOException {
        line.close();
        return null;
    }

    private static String answer(SocketChannel line, String request) throws IOException {
        line.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
        while (line.read(buffer.clear()) >= 0) {
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return text.toString();
    }
}
