package io.nofin.backend;

import io.nofin.client.AgentSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the environment that says which backend to take: {@code NOFIN_ALONE=1} takes no agent, and {@code NOFIN_SOCKET} names the
 * socket of one.
 *
 * @param alone whether this process is to do its work itself
 * @param named the socket that {@code NOFIN_SOCKET} names
 */
public record BackendEnvironment(boolean alone, Optional<AgentSocket> named) {

    /** Reads the environment of a process. */
    public static BackendEnvironment of(Map<String, String> environment) {
        return new BackendEnvironment("1".equals(environment.get("NOFIN_ALONE")),
            Optional.ofNullable(environment.get("NOFIN_SOCKET")).map(path -> new AgentSocket(Path.of(path))));
    }

    /** Returns the socket on which an agent listens, if there is one. */
    public AgentSocket socket() {
        return named.orElse(AgentSocket.STANDARD);
    }
}
