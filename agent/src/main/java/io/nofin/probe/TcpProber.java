package io.nofin.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Opens a TCP connection, and closes it. */
final class TcpProber implements Prober {

    private final InetSocketAddress to;

    TcpProber(InetSocketAddress to) {
        this.to = to;
    }

    @Override
    public Duration attempt(Duration timeout) throws IOException {
        long start = System.nanoTime();
        SocketChannel connection = Connector.connect(to, timeout);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        connection.close();
        return took;
    }
}
