package io.nofin.server;

import io.nofin.linux.LibC;
import io.nofin.scenario.AgentConfig;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/** Where the agent listens, as Jetty's connectors, each with the name of its {@link Door}. */
final class Listeners {

    /** How long a connection may say nothing. Streams say something every few seconds. */
    private static final long IDLE_MILLIS = 15_000;
    private static final int HEADER_BYTES = 16 << 10;
    /** Lines end with CR LF only: another reader of the same bytes may take a bare LF for something else (RFC 9112, 2.2). */
    private static final HttpCompliance STRICT_LINES = HttpCompliance.RFC9110.without("NOFIN",
        HttpCompliance.Violation.LF_HEADER_TERMINATION, HttpCompliance.Violation.LF_CHUNK_TERMINATION);
    private static final int BACKLOG = 64;

    private final Server server;
    private final Connection.Listener headerWatch;

    Listeners(Server server, ScheduledExecutorService timer) {
        this.server = server;
        this.headerWatch = new HeaderWatch(timer);
    }

    /** What holds for requests everywhere. */
    static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setHttpCompliance(STRICT_LINES);
    }

    Connector socket(HttpConfiguration http, Path path) {
        UnixDomainServerConnector connector = new UnixDomainServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http)) {
            @Override
            protected void doStart() throws Exception {
                int before = LibC.INSTANCE.umask(0177);     // nobody but root until the group is let in
                try {
                    super.doStart();
                } finally {
                    LibC.INSTANCE.umask(before);
                }
            }
        };
        connector.setUnixDomainPath(path);
        connector.setAcceptQueueSize(BACKLOG);
        return named(connector, Door.SOCKET);
    }

    Connector tcp(HttpConfiguration http, Door door) {
        AgentConfig.Listener listen = door.listen().orElseThrow();
        ServerConnector connector = door.certificates().isPresent()
            ? new ServerConnector(server, null, null, null, 1, 1, secure(door), new HttpConnectionFactory(withTls(http)))
            : new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(listen.address().host());
        connector.setPort(listen.address().port());
        connector.setAcceptQueueSize(BACKLOG);
        return named(connector, door.name());
    }

    private Connector named(AbstractConnector connector, String name) {
        connector.setName(name);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.addBean(headerWatch);
        return connector;
    }

    private static HttpConfiguration withTls(HttpConfiguration http) {
        HttpConfiguration secure = new HttpConfiguration(http);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);      // Browsers checks the host of every request
        secure.addCustomizer(customizer);
        return secure;
    }

    private static SslConnectionFactory secure(Door door) {
        return new SslConnectionFactory(door.certificates().orElseThrow().context(door.tokens().isPresent()), "http/1.1");
    }
}
