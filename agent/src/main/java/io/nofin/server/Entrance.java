package io.nofin.server;

import io.nofin.config.AgentConfig;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A listener through which clients come in.
 *
 * @param name         the name of its connector
 * @param tokens       the accepted tokens; empty where there are none, and on the socket
 * @param certificates the agent's certificate and the authorities of its clients; empty where there is no TLS, and on the socket
 * @param holders      the clients known by certificates; empty where clients have none
 * @param listen       the listener's configuration; empty for the socket
 */
record Entrance(String name, Optional<Tokens> tokens, Optional<Certificates> certificates, Optional<CertificateHolders> holders,
        Optional<AgentConfig.Listener> listen) {

    static final String SOCKET = "socket";

    /** Returns the entrance by the unix socket, whose clients the kernel identifies. */
    static Entrance socket() {
        return new Entrance(SOCKET, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads the listener's tokens and certificates.
     *
     * @param config the configuration's file, for messages
     * @throws BadValueException when one of the files is wrong, or others may change it
     * @throws IOException       when one of them cannot be read
     */
    static Entrance tcp(String name, AgentConfig.Listener listen, Path config) throws IOException {
        Optional<Tokens> tokens = listen.tokens().isPresent() ? Optional.of(Tokens.read(listen.tokens().get())) : Optional.empty();
        Optional<Certificates> certificates = listen.tls().isPresent() ? Optional.of(Certificates.read(listen.tls().get())) : Optional.empty();
        Optional<CertificateHolders> holders = certificates.flatMap(read -> listen.tls().flatMap(AgentConfig.Tls::clients)
            .map(accepted -> new CertificateHolders(read, accepted, config)));
        return new Entrance(name, tokens, certificates, holders, Optional.of(listen));
    }

    boolean isSocket() {
        return listen.isEmpty();
    }

    /** Returns the names, in addition to addresses, by which a request may call this host. */
    Set<String> names() {
        return Set.copyOf(listen.map(AgentConfig.Listener::names).orElseThrow());
    }
}
