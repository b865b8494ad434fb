package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
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
     * @param every from one heartbeat to the next, at least a millisecond
     */
    record Hold(String from, String host, int port, Duration every) implements Probe {

        /** Where the scenario does not say. */
        public static final Duration DEFAULT_EVERY = Duration.ofMillis(100);

        private static final Duration SHORTEST = Duration.ofMillis(1);

        public Hold {
            PortSet.checkPort(port);
            if (every.compareTo(SHORTEST) < 0) {
                throw new BadValueException("too often: " + Durations.format(every), "every is 1ms at least");
            }
        }
    }
}
