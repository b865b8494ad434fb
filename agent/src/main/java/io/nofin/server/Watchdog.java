package io.nofin.server;

import io.nofin.linux.ServiceManager;
import io.nofin.unit.Durations;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that the agent works, as long as it does: it sends the agent a request over its own socket, as a client
 * would, and stops when no answer comes in time. It has threads of its own, and connects from a name that no other user can have, so
 * that it is accepted however many connections there are.
 */
final class Watchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final String ASK = "GET /v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String GOOD = "HTTP/1.1 200 ";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** The length of {@code sun_path} in unix(7), without its final zero. */
    private static final int LONGEST_NAME = 107;

    private final ServiceManager manager;
    private final Path socket;
    private final Path own;
    private final ScheduledExecutorService threads;

    private Watchdog(ServiceManager manager, Path socket, Path own) {
        this.manager = manager;
        this.socket = socket;
        this.own = own;
        this.threads = Timers.of("nofin-watchdog", 2);      // one sends, the other ends that when it takes too long
    }

    /**
     * Starts the watchdog. Does nothing where the service manager expects no notification.
     *
     * @param own the name to connect from
     */
    static Watchdog start(ServiceManager manager, Path socket, Path own) {
        Watchdog watchdog = new Watchdog(manager, socket, own);
        manager.watchdog().ifPresent(limit -> {
            Duration patience = Collections.max(List.of(limit.dividedBy(4), SHORTEST));
            watchdog.threads.scheduleAtFixedRate(() -> watchdog.tellIfAlive(patience), 0, limit.toNanos() / 2, TimeUnit.NANOSECONDS);
        });
        return watchdog;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void tellIfAlive(Duration patience) {
        try {
            if (answers(patience)) {
                manager.tell("WATCHDOG=1");
            }
        } catch (ClosedChannelException e) {
            if (!threads.isShutdown()) {
                LOG.error("the agent did not answer itself in {}", Durations.format(patience));
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the agent does not answer itself: {}", e.getMessage());
        }
    }

    private boolean answers(Duration patience) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Future<?> end = threads.schedule(() -> close(channel), patience.toNanos(), TimeUnit.NANOSECONDS);
            try {
                return answers(channel);
            } finally {
                end.cancel(false);
            }
        }
    }

    private boolean answers(SocketChannel channel) throws IOException {
        if (own.toString().length() <= LONGEST_NAME) {
            Files.deleteIfExists(own);
            channel.bind(UnixDomainSocketAddress.of(own));
        }
        channel.connect(UnixDomainSocketAddress.of(socket));
        channel.write(ByteBuffer.wrap(ASK.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(GOOD.length());
        while (answer.hasRemaining() && channel.read(answer) >= 0) {
            continue;
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII).equals(GOOD);
    }

    private static Void close(SocketChannel channel) throws IOException {
        channel.close();
        return null;
    }
}
