package io.nofin.api;

import java.nio.file.Path;

/** The unix socket at which an agent serves the API. */
public final class ApiSocket {

    /** The path unless the agent's configuration names another. */
    public static final Path STANDARD = Path.of("/run/nofin/agent.sock");

    private ApiSocket() {
    }
}
