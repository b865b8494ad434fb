package io.nofin.server;

import io.nofin.linux.ServiceManager;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that the agent works, but only when it does: it asks the agent something over its own socket, as a client
 * would. On a thread of its own, which may wait for an answer that does not come: that is what the service manager is to see.
 */
final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final String ASK = "GET /v1/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String GOOD = "HTTP/1.1 200 ";

    private Watchdog() {
    }

    /** Does nothing where nobody waits for it. */
    static void start(ServiceManager manager, Path socket, ScheduledExecutorService thread) {
        Optional<Duration> patience = manager.watchdog();
        patience.ifPresent(limit -> {
            long period = limit.toNanos() / 2;
            thread.scheduleAtFixedRate(() -> pingIfAlive(manager, socket), 0, period, TimeUnit.NANOSECONDS);
        });
    }

    private static void pingIfAlive(ServiceManager manager, Path socket) {
        try {
            if (answers(socket)) {
                manager.tell("WATCHDOG=1");
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the agent does not answer itself: {}", e.getMessage());
        }
    }

    static boolean answers(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(ASK.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(GOOD.length());
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                continue;
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII).equals(GOOD);
        }
    }
}
