package io.nofin.server;

import io.nofin.scenario.AgentConfig;
import java.util.Optional;
import java.util.Set;

/**
 * One way in, as its connector is called by its name.
 *
 * @param name   of the connector
 * @param tokens that are accepted here; empty where there are none, and on the socket
 * @param listen what the configuration says of it; empty for the socket
 */
record Door(String name, Optional<Tokens> tokens, Optional<AgentConfig.Listener> listen) {

    static final String SOCKET = "socket";

    /** Where the kernel says who it is. */
    static Door socket() {
        return new Door(SOCKET, Optional.empty(), Optional.empty());
    }

    boolean isSocket() {
        return listen.isEmpty();
    }

    /** The names besides addresses that a request may call this host by. */
    Set<String> names() {
        return Set.copyOf(listen.map(AgentConfig.Listener::names).orElseThrow());
    }
}
