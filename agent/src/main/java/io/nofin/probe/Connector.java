package io.nofin.probe;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Opens connections in the namespace of the calling thread. */
final class Connector {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Connector() {
    }

    /** @param name names the probe in errors */
    static SocketChannel connect(String name, InetSocketAddress to) throws IOException {
        String what = "probe " + name + ": " + to.getHostString() + " port " + to.getPort();
        if (to.isUnresolved()) {
            throw new IOException(what + ": there is no host of that name");
        }
        boolean v6 = to.getAddress() instanceof Inet6Address;
        SocketChannel channel = SocketChannel.open(v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.socket().connect(to, (int) LIMIT.toMillis());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (SocketTimeoutException e) {
            channel.close();
            throw new IOException(what + " did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(what + " cannot be connected to: " + e.getMessage(), e);
        }
    }
}
