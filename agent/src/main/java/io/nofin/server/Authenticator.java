package io.nofin.server;

import io.nofin.api.ErrorKind;
import io.nofin.linux.PeerProcess;
import io.nofin.server.Caller.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Identifies the callers of requests: by the kernel on the socket, by a token or client certificate over TCP. */
final class Authenticator {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String PEER = Authenticator.class.getName() + ".peer";
    private static final String BEARER = "Bearer ";
    private static final String ELSEWHERE = "@other-namespace";
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    private final Map<String, Entrance> doors;
    private final UserPrincipal root;
    private final boolean containerRoot;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param containerRoot whether root of another PID namespace is root here, too */
    Authenticator(List<Entrance> doors, boolean containerRoot) throws IOException {
        this.containerRoot = containerRoot;
        this.doors = doors.stream().collect(Collectors.toMap(Entrance::name, door -> door));
        this.root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
    }

    /** Returns the entrance through which a request came. */
    Entrance door(HttpServletRequest request) {
        return door(connection(request));
    }

    /** Returns the entrance through which a connection came. */
    Entrance door(ConnectionMetaData connection) {
        return doors.get(connection.getConnector().getName());
    }

    /**
     * Identifies the caller.
     *
     * @throws ApiError when the caller cannot be identified
     */
    Caller caller(HttpServletRequest request) throws IOException {
        Entrance door = door(request);
        if (door.isSocket()) {
            return local(request);
        }
        Optional<Caller> known = bearer(request, door).or(() -> certificate(request, door));
        return known.orElseThrow(() -> ApiError.of(ErrorKind.UNAUTHORIZED, "authentication required",
            door.tokens().isPresent() ? "send a token of " + door.listen().orElseThrow().tokens().orElseThrow().getFileName() + ": Authorization: Bearer TOKEN"
                : "use a client certificate"));
    }

    /** Looks up the user once per connection, wherever the host keeps its users. The kernel remembers who connected. */
    private Caller local(HttpServletRequest request) throws IOException {
        ConnectionMetaData connection = connection(request);
        if (connection.getAttribute(PEER) instanceof Caller known) {
            return known;
        }
        SocketChannel channel = (SocketChannel) connection.getConnection().getEndPoint().getTransport();
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        boolean isRoot = peer.user().equals(root);
        boolean isOurs = !isRoot || isOurs(channel, connection.getConnection().getEndPoint().getCreatedTimeStamp());
        Caller caller = new Caller("unix:" + peer.user().getName() + (isOurs ? "" : ELSEWHERE), Role.OPERATOR, true, isRoot && isOurs);
        connection.setAttribute(PEER, caller);
        return caller;
    }

    /** Returns whether a root user is this host's own. Root in a container that has the socket is an operator. */
    private boolean isOurs(SocketChannel channel, long acceptedMillis) {
        try {
            return switch (PeerProcess.namespaces(channel, acceptedMillis)) {
                case OURS -> true;
                case OTHER_PIDS, UNKNOWN -> containerRoot;
                case OTHER_USERS -> false;
            };
        } catch (IOException e) {
            if (!warned.getAndSet(true)) {
                LOG.warn("clients that are root are taken for operators: {}", e.getMessage());
            }
            return containerRoot;
        }
    }

    private static Optional<Caller> bearer(HttpServletRequest request, Entrance door) {
        String given = request.getHeader("Authorization");
        if (given == null || door.tokens().isEmpty()) {
            return Optional.empty();
        }
        if (!given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {         // the scheme is case-insensitive (RFC 9110, 11.1)
            throw ApiError.of(ErrorKind.UNAUTHORIZED, "authentication required", "send Authorization: Bearer TOKEN");
        }
        Optional<Caller> caller = door.tokens().get().find(given.substring(BEARER.length()).strip());
        return Optional.of(caller.orElseThrow(() -> ApiError.of(ErrorKind.UNAUTHORIZED, "unknown token", "make one with 'nofin token NAME'")));
    }

    private static Optional<Caller> certificate(HttpServletRequest request, Entrance door) {
        if (!(request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain) || chain.length == 0) {
            return Optional.empty();
        }
        return door.holders().map(known -> known.find(chain));
    }

    private static ConnectionMetaData connection(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
    }
}
