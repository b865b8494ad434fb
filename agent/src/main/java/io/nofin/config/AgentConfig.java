package io.nofin.config;

import io.nofin.api.ApiSocket;
import io.nofin.scenario.Endpoint;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a host's agent: its listeners, its clients and their limits.
 *
 * @param socket        the path of the agent's socket
 * @param group         the group whose members may connect to the socket, in addition to root
 * @param listen        the TCP listeners
 * @param trust         the permissions of users other than root on the socket
 * @param containerRoot whether root of another PID namespace, such as a container's, counts as root on the socket
 * @param audit         the file in which changes are recorded
 * @param limits        the limits of clients
 */
public record AgentConfig(Path socket, String group, List<Listener> listen, Trust trust, boolean containerRoot, Path audit, Quota limits) {

    /** The configuration without a file. */
    public static final AgentConfig STANDARD = new AgentConfig(
        ApiSocket.STANDARD, "nofin", List.of(), Trust.NONE, false, Path.of("/var/log/nofin/audit.jsonl"), Quota.STANDARD);

    /** The length of {@code sun_path} in unix(7), without its final zero. */
    private static final int LONGEST_SOCKET = 107;

    public AgentConfig {
        listen = List.copyOf(listen);
        if (socket.toString().length() > LONGEST_SOCKET) {
            throw new BadValueException("too long for a socket: " + socket, "write a path of " + LONGEST_SOCKET + " characters at most");
        }
    }

    /**
     * Permissions that root always has, and others where they are configured.
     *
     * @param exec      whether to run the commands that scenarios name, and to send any webhooks
     * @param allowHost whether scenarios may fault this host itself, and probe from its network
     * @param webhooks  the webhooks that are sent
     */
    public record Trust(boolean exec, boolean allowHost, List<WebhookPrefix> webhooks) {

        public static final Trust NONE = new Trust(false, false, List.of());

        public Trust {
            webhooks = List.copyOf(webhooks);
        }
    }

    /**
     * A TCP listener of the agent.
     *
     * @param address the address to listen at
     * @param tokens  the file with the accepted tokens; empty when only certificates are accepted
     * @param tls     empty for plain TCP, which must be on loopback
     * @param names   the names by which clients may call this host, in addition to its addresses
     */
    public record Listener(Endpoint address, Optional<Path> tokens, Optional<Tls> tls, List<String> names) {

        public Listener {
            names = List.copyOf(names);
        }
    }

    /**
     * The PEM files for TLS.
     *
     * @param clients the accepted client certificates; empty when clients have tokens only
     */
    public record Tls(Path certificate, Path key, Optional<ClientCertificates> clients) {
    }

    /**
     * Limits of what clients may have at once.
     *
     * @param runs              runs of all clients together
     * @param runsPerClient     runs of one user, token or certificate
     * @param faultsPerClient   faults that one user, token or certificate keeps
     * @param requestsPerSecond requests of one user, token or certificate
     * @param body              the length of a request
     * @param sharing           connections, requests and streams
     */
    public record Quota(int runs, int runsPerClient, int faultsPerClient, int requestsPerSecond, ByteCount body, Sharing sharing) {

        public static final Quota STANDARD = new Quota(16, 4, 32, 50, new ByteCount(1 << 20), Sharing.STANDARD);

        private static final int MOST = 10_000;

        public Quota {
            inRange("runs", runs);
            inRange("runs-per-client", runsPerClient);
            inRange("faults-per-client", faultsPerClient);
            inRange("requests-per-second", requestsPerSecond);
        }

        static void inRange(String name, int value) {
            if (value < 1 || value > MOST) {
                throw new BadValueException(name + " is out of range: " + value, "write 1 to " + MOST);
            }
        }
    }

    /**
     * Limits of what one client may take of the agent, in addition to the reserve for root on the socket.
     *
     * @param connections        connections of each listener
     * @param connectionsPerPeer connections of one user on the socket, or of one address over TCP
     * @param requestsAtOnce     requests of one user, token or certificate, streams aside
     * @param streams            event streams of all clients together
     * @param streamsPerClient   event streams of one user, token or certificate
     */
    public record Sharing(int connections, int connectionsPerPeer, int requestsAtOnce, int streams, int streamsPerClient) {

        public static final Sharing STANDARD = new Sharing(128, 64, 8, 64, 16);

        public Sharing {
            Quota.inRange("connections", connections);
            Quota.inRange("connections-per-peer", connectionsPerPeer);
            Quota.inRange("requests-at-once", requestsAtOnce);
            Quota.inRange("streams", streams);
            Quota.inRange("streams-per-client", streamsPerClient);
        }
    }
}
