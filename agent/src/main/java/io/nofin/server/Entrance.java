package io.nofin.server;

import io.nofin.config.AgentConfig;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One way in, as its connector is called by its name.
 *
 * @param name   of the connector
 * @param tokens that are accepted here; empty where there are none, and on the socket
 * @param certificates of the agent, and who has signed those of its clients; empty where there is no TLS, and on the socket
 * @param holders who is known by a certificate; empty where clients have none
 * @param listen what the configuration says of it; empty for the socket
 */
record Entrance(String name, Optional<Tokens> tokens, Optional<Certificates> certificates, Optional<CertificateHolders> holders,
        Optional<AgentConfig.Listener> listen) {

    static final String SOCKET = "socket";

    /** Where the kernel says who it is. */
    static Entrance socket() {
        return new Entrance(SOCKET, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads the tokens and certificates that it goes by.
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

    /** The names besides addresses that a request may call this host by. */
    Set<String> names() {
        return Set.copyOf(listen.map(AgentConfig.Listener::names).orElseThrow());
    }
}
