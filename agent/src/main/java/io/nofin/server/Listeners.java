package io.nofin.server;

import io.nofin.config.AgentConfig;
import io.nofin.lifecycle.Quotas;
import io.nofin.linux.HostNetwork;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The agent's listeners as Jetty's connectors, each with the name of its {@link Entrance}, with its own connections, and with its own
 * threads for reading and writing, so that they do not delay each other.
 */
final class Listeners {

    /** The longest time that a connection may be silent. Streams send something every few seconds. */
    private static final long IDLE_MILLIS = 15_000;
    private static final int HEADER_BYTES = 16 << 10;
    /**
     * Accepts CR LF only as the end of a line, since other readers of the same bytes may read a bare LF differently (RFC 9112, 2.2).
     */
    private static final HttpCompliance STRICT_LINES = HttpCompliance.RFC9110.without("NOFIN",
        HttpCompliance.Violation.LF_HEADER_TERMINATION, HttpCompliance.Violation.LF_CHUNK_TERMINATION);
    private static final int BACKLOG = 512;
    private static final int THREADS = 24;
    private static final int ROOTS_THREADS = 12;
    private static final int SPARE_THREADS = 3;
    private static final int IDLE_THREAD_MILLIS = 10_000;
    private static final int RESERVE = 32;

    private final Server server;
    private final PeerLookup peerLookup;
    private final AgentConfig.Sharing sharing;
    private final ConnectionWatch watch;

    Listeners(Server server, PeerLookup peerLookup, AgentConfig.Sharing sharing, ConnectionWatch watch) {
        this.server = server;
        this.peerLookup = peerLookup;
        this.sharing = sharing;
        this.watch = watch;
    }

    /** Creates threads that read and write and never block; some of them stay. */
    static QueuedThreadPool threads(String name) {
        return threads(name, THREADS);
    }

    private static QueuedThreadPool threads(String name, int most) {
        QueuedThreadPool threads = new QueuedThreadPool(most, SPARE_THREADS, IDLE_THREAD_MILLIS);
        threads.setName("nofin-" + name);
        return threads;
    }

    /** Configures how requests are read on every connector. */
    static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setHttpCompliance(STRICT_LINES);
    }

    Connector socket(HttpConfiguration http, Path path) {
        QueuedThreadPool forRoot = threads("root", ROOTS_THREADS);
        SocketListener connector = new SocketListener(server, peerLookup, forRoot, IDLE_MILLIS, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(path);
        connector.setAcceptQueueSize(BACKLOG);
        return ready(connector, Entrance.SOCKET, true);
    }

    Connector tcp(HttpConfiguration http, Entrance entrance) {
        AgentConfig.Listener listen = entrance.listen().orElseThrow();
        ConnectionFactory[] factories = entrance.certificates().isPresent()
            ? new ConnectionFactory[] {secure(entrance), new HttpConnectionFactory(withTls(http))}
            : new ConnectionFactory[] {new HttpConnectionFactory(http)};
        ServerConnector connector = new ServerConnector(server, threads(entrance.name()), null, null, 1, 1, factories) {
            /**
             * Opens the socket in the host's network: a socket, and the connections that it accepts, stay in the namespace of the
             * thread that opened it.
             */
            @Override
            protected ServerSocketChannel openAcceptChannel() throws IOException {
                return HostNetwork.call(super::openAcceptChannel);
            }

            @Override
            protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                return new CountingEndPoint(channel, selector, key, getScheduler(), IDLE_MILLIS);
            }
        };
        connector.setHost(listen.address().host());
        connector.setPort(listen.address().port());
        connector.setAcceptQueueSize(BACKLOG);
        return ready(connector, entrance.name(), entrance.certificates().isEmpty());
    }

    private Connector ready(AbstractConnector connector, String name, boolean isPlain) {
        connector.setName(name);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.addBean(watch);
        connector.addBean(new ConnectionLimit(peerLookup, new Quotas(sharing.connections(), sharing.connectionsPerPeer(), RESERVE), isPlain));
        return connector;
    }

    private static HttpConfiguration withTls(HttpConfiguration http) {
        HttpConfiguration secure = new HttpConfiguration(http);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);      // OriginCheck checks the host of every request
        secure.addCustomizer(customizer);
        return secure;
    }

    private static SslConnectionFactory secure(Entrance entrance) {
        return new SslConnectionFactory(entrance.certificates().orElseThrow().context(entrance.tokens().isPresent()), "http/1.1");
    }
}
