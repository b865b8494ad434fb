package io.nofin.config;

import io.nofin.scenario.Endpoint;
import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the agent of a host may be reached, and by whom.
 *
 * @param socket where it listens always
 * @param group  whose members may connect there, besides root
 * @param listen where it listens over TCP besides
 * @param trust  what it does for others than root on the socket
 * @param containerRoot whether root of another PID namespace, such as a container's, is root on the socket
 * @param audit  where it writes down who changed what
 * @param limits how much of it anybody may use
 */
public record AgentConfig(Path socket, String group, List<Listener> listen, Trust trust, boolean containerRoot, Path audit, Quota limits) {

    /** Where nothing is laid down. */
    public static final AgentConfig STANDARD = new AgentConfig(
        Path.of("/run/nofin/agent.sock"), "nofin", List.of(), Trust.NONE, false, Path.of("/var/log/nofin/audit.jsonl"), Quota.STANDARD);

    /** What {@code sun_path} in unix(7) holds. */
    private static final int LONGEST_SOCKET = 107;

    public AgentConfig {
        listen = List.copyOf(listen);
        if (socket.toString().length() > LONGEST_SOCKET) {
            throw new BadValueException("too long for a socket: " + socket, "write a path of " + LONGEST_SOCKET + " characters at most");
        }
    }

    /**
     * What root may always, and others where it is laid down.
     *
     * @param exec      whether commands that scenarios name are run, and webhooks sent, wherever they lead
     * @param allowHost whether scenarios may fault this host itself, and probe from its network
     * @param webhooks  which webhooks are sent
     */
    public record Trust(boolean exec, boolean allowHost, List<WebhookPrefix> webhooks) {

        public static final Trust NONE = new Trust(false, false, List.of());

        public Trust {
            webhooks = List.copyOf(webhooks);
        }
    }

    /**
     * Where the agent can be reached over TCP.
     *
     * @param address to listen at
     * @param tokens  the file with the tokens that are accepted; empty when only certificates are
     * @param tls     empty for plain TCP, which stays on this host
     * @param names   the host names that clients may call this host by; its addresses they may always use
     */
    public record Listener(Endpoint address, Optional<Path> tokens, Optional<Tls> tls, List<String> names) {

        public Listener {
            names = List.copyOf(names);
        }
    }

    /**
     * Encryption, from PEM files.
     *
     * @param clients whose certificates are accepted; empty when clients bring tokens only
     */
    public record Tls(Path certificate, Path key, Optional<ClientCertificates> clients) {
    }

    /**
     * How much there may be at once.
     *
     * @param runs              of everybody together
     * @param runsPerClient     of one user, token or certificate
     * @param faultsPerClient   of the same, by hand
     * @param requestsPerSecond of the same
     * @param body              how long a request may be
     * @param sharing           how many connections, requests and streams
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
     * How much of the agent anybody may keep for himself, besides what is kept for root on the socket.
     *
     * @param connections        of each listener
     * @param connectionsPerPeer of one user on the socket, of one address over TCP
     * @param requestsAtOnce     of one user, token or certificate; streams aside
     * @param streams            of events, of everybody together
     * @param streamsPerClient   of one user, token or certificate
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
