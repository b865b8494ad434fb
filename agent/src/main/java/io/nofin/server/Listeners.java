package io.nofin.server;

import io.nofin.linux.LibC;
import io.nofin.scenario.AgentConfig;
import io.nofin.unit.BadValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.X509ExtendedKeyManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
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
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Where the agent listens, as Jetty's connectors, each with the name of its {@link Door}. */
final class Listeners {

    /** How long a connection may say nothing. Streams say something every few seconds. */
    private static final long IDLE_MILLIS = 15_000;
    private static final int HEADER_BYTES = 16 << 10;
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
        ServerConnector connector = listen.tls().isPresent()
            ? new ServerConnector(server, null, null, null, 1, 1, secure(listen), new HttpConnectionFactory(withTls(http)))
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

    private static SslConnectionFactory secure(AgentConfig.Listener listen) {
        AgentConfig.Tls tls = listen.tls().orElseThrow();
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(factory(tls).getSslContext());
        context.setNeedClientAuth(tls.clientCa().isPresent() && listen.tokens().isEmpty());
        context.setWantClientAuth(tls.clientCa().isPresent() && listen.tokens().isPresent());
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setRenegotiationAllowed(false);
        return new SslConnectionFactory(context, "http/1.1");
    }

    private static SSLFactory factory(AgentConfig.Tls tls) {
        List<Path> files = new ArrayList<>(List.of(tls.certificate(), tls.key()));
        tls.clientCa().ifPresent(files::add);
        files.stream().filter(file -> !Files.isReadable(file)).findFirst().ifPresent(missing -> {
            throw new BadValueException(missing + " cannot be read", "name a PEM file that is there");
        });
        try {
            X509ExtendedKeyManager own = PemUtils.loadIdentityMaterial(tls.certificate(), tls.key());
            SSLFactory.Builder factory = SSLFactory.builder().withIdentityMaterial(own);
            tls.clientCa().ifPresent(ca -> factory.withTrustMaterial(PemUtils.loadTrustMaterial(ca)));
            return factory.build();
        } catch (RuntimeException e) {          // the library has one for each way in which a file can be wrong, and no type for them
            throw new BadValueException("the certificates of " + tls.certificate() + " cannot be used: " + e.getMessage(),
                "write PEM: a certificate with its chain, its key without a password, the clients' authority");
        }
    }
}
