package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.dns.QuestionPort;
import io.nofin.dns.StubResolver;
import io.nofin.dns.UnknownNameException;
import io.nofin.lifecycle.Quotas;
import io.nofin.lifecycle.Threads;
import io.nofin.linux.HostNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.linux.RootDirectory;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host names that programs of a target can resolve, and what they mean there. Of a container or a process its own {@code /etc/hosts} and
 * {@code /etc/resolv.conf} count, of a named namespace those in {@code /etc/netns/NAME}, as for ip-netns(8), else the host's; the name
 * servers are asked from the target's network. Of the host's namespace, the C library's resolver answers. May be used from any thread.
 */
public final class TargetNames implements AutoCloseable {

    private static final Path ROOT = Path.of("/");
    private static final Pattern PROCESS = Pattern.compile("/proc/(\\d+)/ns/net");
    private static final Pattern NAMED = Pattern.compile("(?:/var)?/run/netns/([^/]+)");
    private static final String HOSTS = "etc/hosts";
    private static final String RESOLV_CONF = "etc/resolv.conf";
    private static final int MOST_OF_HOSTS = 1 << 20;
    private static final int MOST_OF_RESOLV_CONF = 1 << 16;
    private static final int MOST_AT_A_TIME = 128;
    private static final int MOST_OF_ONE = 16;
    private static final int RESERVE = 32;
    private static final Quotas QUESTIONS = new Quotas(MOST_AT_A_TIME, MOST_OF_ONE, RESERVE);
    private static final long PATIENCE_SECONDS = 5;         // a little longer than name servers have
    private static final long PAUSE_MS = 10;

    static {
        Security.setProperty("networkaddress.cache.ttl", "0");      // Java's own 30 s would hide what changes meanwhile
    }

    private final String origin;
    private final Path path;
    private final NetworkNamespace namespace;
    private final Client client;
    private final Optional<QuestionPort> port;
    private volatile boolean givenUp;
    private volatile CompletableFuture<?> awaited = CompletableFuture.completedFuture(null);

    /**
     * The user on whose behalf names are asked for. Files of targets may be on a file system that never answers: each user has a share of
     * the threads that wait for them, and root a reserve.
     */
    public record Client(String name, boolean isRoot) {
    }

    private TargetNames(String origin, Path path, NetworkNamespace namespace, Client client, Optional<QuestionPort> port) {
        this.origin = origin;
        this.path = path;
        this.namespace = namespace;
        this.client = client;
        this.port = port;
    }

    /** Holds the namespace of a target a second time: the target may be let go of before this is closed. */
    public static TargetNames of(TargetHost host, Client client) throws IOException {
        return of(host, client, Optional.empty());
    }

    /**
     * Does the same, and asks name servers from a certain port of the target.
     *
     * @param port held by the caller for as long as this is used; empty for any port
     */
    public static TargetNames of(TargetHost host, Client client, Optional<QuestionPort> port) throws IOException {
        return new TargetNames(host.origin(), host.namespace().path(), NetworkNamespace.open(host.namespace().descriptorPath()), client, port);
    }

    /** Answers as a namespace would that has been made just now, without a network. */
    public static TargetNames ofNewNamespace(String origin, Client client) throws IOException {
        NetworkNamespace namespace = NetworkNamespace.create();
        return new TargetNames(origin, namespace.path(), namespace, client, Optional.empty());
    }

    /** Asks the C library's resolver of this process: what {@code host} means. */
    public static Optional<List<InetAddress>> ofThisHost(String name) {
        try {
            return Optional.of(HostNetwork.addresses(name));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Returns the name of the target in errors. */
    public String origin() {
        return origin;
    }

    /**
     * Returns the addresses that a name has for the target, in one answer.
     *
     * @return all of both families, one at least; empty when it has none
     * @throws TargetNotFoundException when nobody can tell: a name server does not answer within 4 s, or the files cannot be read
     */
    public Optional<List<InetAddress>> find(String name) throws IOException {
        if (NetworkNamespace.Id.of(HostNetwork.path()).equals(namespace.id())) {
            return ofThisHost(name);
        }
        try {
            return Optional.of(there(() -> resolver().resolve(name, port)));
        } catch (UnknownNameException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TargetNotFoundException(origin + " cannot tell what '" + name + "' means: " + e.getMessage()
                + ": name an address or a target, or make its /etc/resolv.conf name a server that answers there");
        }
    }

    /** Returns the addresses of the name servers that are asked. */
    public List<IpNetwork> servers() throws IOException {
        return there(() -> resolver().servers().stream().flatMap(server -> IpNetwork.tryParse(server).stream()).toList());
    }

    /** Ends the question that is being waited for with an error, and all later ones. Thread-safe. */
    public void giveUp() {
        givenUp = true;
        awaited.completeExceptionally(ended());
    }

    @Override
    public void close() {
        namespace.close();
    }

    /** Lets a thread of its own do it inside the namespace, and waits for that no longer than name servers are waited for. */
    private <T> T there(NetworkNamespace.Body<T> body) throws IOException {
        takePlace();
        CompletableFuture<T> result = new CompletableFuture<>();
        awaited = result;
        Thread thread = Threads.daemon("nofin-names", () -> {
            try {
                namespace.enter();
                result.complete(body.run());
            } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                QUESTIONS.giveBack(client.name);
            }
        });
        thread.start();
        if (givenUp) {
            result.completeExceptionally(ended());
        }
        return await(result);
    }

    private static <T> T await(CompletableFuture<T> result) throws IOException {
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("there was no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Waits for a place among the questions, no longer than for an answer. */
    private void takePlace() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (QUESTIONS.take(client.name, client.isRoot) != Quotas.Answer.TAKEN) {
            if (givenUp || System.nanoTime() - deadline > 0) {
                throw new IOException("too many questions of " + client.name + " wait for file systems or name servers that do not answer");
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    private static IOException ended() {
        return new InterruptedIOException("it was ended meanwhile");
    }

    private StubResolver resolver() throws IOException {
        Matcher process = PROCESS.matcher(path.toString());
        if (process.matches()) {
            try (RootDirectory root = RootDirectory.of(Long.parseLong(process.group(1)), namespace)) {
                return new StubResolver(root.read(HOSTS, MOST_OF_HOSTS).orElse(""), root.read(RESOLV_CONF, MOST_OF_RESOLV_CONF).orElse(""));
            }
        }
        Matcher named = NAMED.matcher(path.toString());
        try (RootDirectory root = RootDirectory.open(ROOT)) {
            Optional<String> own = named.matches() ? Optional.of("etc/netns/" + named.group(1)) : Optional.empty();
            return new StubResolver(read(root, own, HOSTS, MOST_OF_HOSTS), read(root, own, RESOLV_CONF, MOST_OF_RESOLV_CONF));
        }
    }

    private static String read(RootDirectory root, Optional<String> own, String path, int most) throws IOException {
        Optional<String> text = own.isPresent() ? root.read(own.get() + path.substring("etc".length()), most) : Optional.empty();
        return text.isPresent() ? text.get() : root.read(path, most).orElse("");
    }
}
