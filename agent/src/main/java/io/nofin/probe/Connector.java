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

    private Connector() {
    }

    /** @param limit the time the other end may take, at least a millisecond */
    static SocketChannel connect(InetSocketAddress to, Duration limit) throws IOException {
        String what = to.getHostString() + " port " + to.getPort();
        if (to.isUnresolved()) {
            throw new IOException(what + ": there is no host of that name");
        }
        boolean v6 = to.getAddress() instanceof Inet6Address;
        SocketChannel channel = SocketChannel.open(v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.socket().connect(to, (int) limit.toMillis());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (SocketTimeoutException e) {
            channel.close();
            throw new IOException(what + " did not answer within " + ProbeFailures.of(limit), e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(what + " cannot be connected to: " + e.getMessage(), e);
        }
    }
}
