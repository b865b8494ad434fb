package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address of a Docker daemon: {@code unix:///var/run/docker.sock}, {@code tcp://host:2375}; see docker(1), DOCKER_HOST.
 *
 * @param certificates the folder of the certificates for TLS; empty for a daemon that is asked without
 */
record DockerAddress(URI uri, Optional<Path> certificates) {

    private static final String DEFAULT = "unix:///var/run/docker.sock";

    /**
     * Reads the variables of docker(1), which may be unset or empty: DOCKER_HOST, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, DOCKER_CONFIG.
     */
    static DockerAddress fromEnvironment() throws TargetNotFoundException {
        return of(System.getenv());
    }

    static DockerAddress of(Map<String, String> environment) throws TargetNotFoundException {
        DockerAddress plain = parse(variable(environment, "DOCKER_HOST").orElse(DEFAULT));
        if (plain.isUnixSocket() || variable(environment, "DOCKER_TLS_VERIFY").isEmpty()) {
            return plain;
        }
        return new DockerAddress(plain.uri, Optional.of(variable(environment, "DOCKER_CERT_PATH")
            .or(() -> variable(environment, "DOCKER_CONFIG")).map(Path::of).orElse(Path.of(System.getProperty("user.home"), ".docker"))));
    }

    static DockerAddress parse(String text) throws TargetNotFoundException {
        try {
            URI uri = new URI(text);
            if (isUnixSocket(uri) || isTcp(uri)) {
                return new DockerAddress(uri, Optional.empty());
            }
        } catch (URISyntaxException e) {
            throw malformed(text);
        }
        throw malformed(text);
    }

    /** Returns whether anybody may listen there: nobody does at a socket that does not exist. */
    boolean isThere() {
        return !isUnixSocket() || Files.exists(Path.of(uri.getPath()));
    }

    /** Checks what can be known without asking: this is cheaper than loading a client that then fails. */
    void check() throws TargetNotFoundException {
        if (!isUnixSocket()) {
            return;
        }
        Path socket = Path.of(uri.getPath());
        if (!Files.exists(socket)) {
            throw new TargetNotFoundException("there is no Docker socket at " + socket
                + ": is dockerd running? set DOCKER_HOST when it listens elsewhere");
        }
        if (!Files.isWritable(socket)) {
            throw new TargetNotFoundException("using the Docker socket " + socket
                + " is not permitted: run nofin as root, or set DOCKER_HOST to a daemon of your own");
        }
    }

    /** Explains why a request failed and what to do about it. */
    TargetNotFoundException explain(Throwable failure) {
        if (hasCause(failure, UnknownHostException.class)) {
            return new TargetNotFoundException("the host in DOCKER_HOST is not known: " + this + ": check the name");
        }
        if (hasCause(failure, ConnectException.class)) {
            return new TargetNotFoundException("nobody listens at " + this
                + ": is dockerd running? set DOCKER_HOST when it listens elsewhere");
        }
        Throwable root = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
        return new TargetNotFoundException("asking the Docker daemon at " + this + " failed: "
            + Objects.requireNonNullElse(root.getMessage(), root.toString()).strip()
            + ": does docker ps work with the same DOCKER_HOST?");
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    boolean isUnixSocket() {
        return isUnixSocket(uri);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static boolean isUnixSocket(URI uri) {
        return "unix".equals(uri.getScheme()) && uri.getRawAuthority() == null
            && uri.getPath() != null && uri.getPath().startsWith("/");
    }

    private static boolean isTcp(URI uri) {
        return "tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= 0xFFFF;
    }

    private static TargetNotFoundException malformed(String text) {
        return new TargetNotFoundException("DOCKER_HOST does not say where a Docker daemon listens: '" + text
            + "': write for example " + DEFAULT + " or tcp://127.0.0.1:2375");
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
