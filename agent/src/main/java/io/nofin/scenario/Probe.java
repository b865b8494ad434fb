package io.nofin.scenario;

import java.time.Duration;

/** Watches a dependency from inside a target. */
public sealed interface Probe {

    String from();

    /**
     * One TCP connection for the whole run, on which a heartbeat is sent and its echo awaited: what an application with a
     * connection pool sees.
     *
     * @param host a target of the scenario, a host name or an address
     * @param port 1 to 65535
     * @param every from one heartbeat to the next
     */
    record Hold(String from, String host, int port, Duration every) implements Probe {
    }
}
