package io.nofin.backend;

import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Builds hosts for tests: network namespaces on one bridge. May be used from any thread. */
@FunctionalInterface
public interface LabBuilder {

    /** @throws IOException when the lab cannot be built; nothing is left then */
    BuiltLab build(List<String> names) throws IOException;

    /** Hosts that have been built. Closing it ends their commands, echo servers and namespaces; closing twice is fine. */
    interface BuiltLab extends AutoCloseable {

        /** Returns the hosts, in the order in which they were named. */
        List<BuiltHost> hosts();

        @Override
        void close();
    }

    /** One host of a lab. */
    interface BuiltHost {

        String name();

        List<IpNetwork> addresses();

        /** Returns the path of the host's network namespace, as setns(2) and {@code nsenter --net} take it, while the lab is open. */
        Path namespace();

        /** Moves the calling thread into the host's network namespace, in which it stays. */
        void enter() throws IOException;

        /** Starts an echo server (RFC 862), over TCP and UDP, which ends with the lab. */
        void echo(int port) throws IOException;

        /** Starts a command. Killing the process kills everything that it started, and so does the end of the lab. */
        Process start(List<String> command) throws IOException;
    }
}
