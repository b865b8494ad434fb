package io.nofin.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Leads to the network of the host that nofin works on. That is the namespace of this process, unless {@value #VARIABLE} names another one: the
 * agent's service lives in an empty namespace, and whatever is to reach the host's network comes through here. Thread-safe.
 */
public final class HostNetwork {

    /** Names the environment variable with the path of the host's namespace, for example {@code /proc/1/ns/net}. */
    public static final String VARIABLE = "NOFIN_HOST_NETNS";

    private static final Path OWN = Path.of("/proc/self/ns/net");
    private static final Path PATH = path(System.getenv());

    private HostNetwork() {
    }

    static Path path(Map<String, String> environment) {
        String set = environment.getOrDefault(VARIABLE, "");
        return set.isEmpty() ? OWN : Path.of(set);
    }

    /** Returns the path by which this process finds the host's namespace. */
    public static Path path() {
        return PATH;
    }

    /** Returns true when this process itself lives in another namespace than the host's. */
    public static boolean isElsewhere() {
        return !PATH.equals(OWN);
    }

    /**
     * Makes sure that the host's namespace can be entered.
     *
     * @throws IOException when it cannot; the message names the variable
     */
    public static void require() throws IOException {
        try {
            call(() -> true);
        } catch (IOException e) {
            throw new IOException("the host's network cannot be entered: " + VARIABLE + "=" + PATH + ": " + e.getMessage()
                + ": set it to the path of a network namespace, or unset it", e);
        }
    }

    /** Holds the host's namespace. */
    public static NetworkNamespace open() throws IOException {
        return NetworkNamespace.open(PATH);
    }

    /** Runs {@code body} in the host's network: by the calling thread when this process lives there, otherwise by a thread of its own. */
    public static <T> T call(NetworkNamespace.Body<T> body) throws IOException {
        if (!isElsewhere()) {
            return body.run();
        }
        try (NetworkNamespace host = open()) {
            return host.call(body);
        }
    }

    /** Moves the calling thread into the host's network for good. Only for threads that nobody else uses afterwards. */
    public static void enter() throws IOException {
        if (isElsewhere()) {
            try (NetworkNamespace host = open()) {
                host.enter();
            }
        }
    }

    /**
     * Asks the host's resolver for all addresses of {@code name}, a host name or an address.
     *
     * @throws UnknownHostException when there are none
     */
    public static List<InetAddress> addresses(String name) throws UnknownHostException {
        try {
            return List.of(call(() -> InetAddress.getAllByName(name)));
        } catch (UnknownHostException e) {
            throw e;
        } catch (IOException e) {
            UnknownHostException unknown = new UnknownHostException(name + ": " + e.getMessage());
            unknown.initCause(e);
            throw unknown;
        }
    }

    /** Holds the namespace that the calling thread works in: the host's, if the thread never left this process's own namespace. */
    static NetworkNamespace ofThisThread() throws IOException {
        NetworkNamespace here = NetworkNamespace.current();
        if (!isElsewhere() || !here.id().equals(NetworkNamespace.Id.of(OWN))) {
            return here;
        }
        here.close();
        return open();
    }
}
