package io.nofin.dns;

import io.nofin.unit.IpAddresses;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Resolves names as getaddrinfo(3) does with {@code hosts: files dns} in nsswitch.conf(5): the hosts file, then the name servers of
 * resolv.conf(5), one after the other. Asks from the network namespace of the calling thread. Keeps nothing between questions.
 */
public final class StubResolver {

    private static final int PORT = 53;
    private static final int IDS = 1 << Short.SIZE;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(4);      // of one name, whatever the options say
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private final HostsFile hosts;
    private final ResolvConf conf;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates a resolver.
     *
     * @param hosts      the text of the hosts file
     * @param resolvConf the text of resolv.conf
     */
    public StubResolver(String hosts, String resolvConf) {
        this.hosts = new HostsFile(hosts);
        this.conf = ResolvConf.parse(resolvConf);
    }

    /** Returns the addresses of the name servers, as they are written. */
    public List<String> servers() {
        return conf.servers();
    }

    /**
     * Returns all addresses of a name, of both families, for 4 s at most.
     *
     * @throws UnknownNameException when the name is known to have none
     * @throws IOException          when no name server answers
     */
    public List<InetAddress> resolve(String name) throws IOException {
        return resolve(name, Optional.empty());
    }

    /**
     * Returns the same, asking from a certain port.
     *
     * @param port empty for any, in the network namespace of the calling thread
     */
    public List<InetAddress> resolve(String name, Optional<QuestionPort> port) throws IOException {
        List<InetAddress> fromFile = hosts.addresses(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        if (!fromFile.isEmpty()) {
            return fromFile;
        }
        long deadline = System.nanoTime() + LONGEST_NANOS;
        for (String candidate : conf.candidates(name)) {
            if (DnsQuestion.isAskable(candidate)) {
                List<InetAddress> addresses = ask(candidate, port, deadline);
                if (!addresses.isEmpty()) {
                    return addresses;
                }
            }
        }
        throw new UnknownNameException("it is not in /etc/hosts there, and " + spoken() + " does not know it");
    }

    private List<InetAddress> ask(String name, Optional<QuestionPort> port, long deadline) throws IOException {
        Set<String> failures = new LinkedHashSet<>();
        for (int attempt = 0; attempt < conf.attempts(); attempt++) {
            for (String server : conf.servers()) {
                long end = Math.min(deadline, System.nanoTime() + Math.min(conf.timeout().toNanos(), LONGEST_ANSWER.toNanos()));
                try {
                    return new DnsExchange(address(server), questions(name), port).ask(end);
                } catch (IOException e) {
                    failures.add("asking the name server " + server + " for " + name + ": " + e.getMessage());
                }
            }
        }
        throw new IOException(String.join("; ", failures));
    }

    private List<DnsQuestion> questions(String name) {
        return Stream.of(DnsQuestion.TYPE_A, DnsQuestion.TYPE_AAAA).map(type -> new DnsQuestion(random.nextInt(IDS), name, type)).toList();
    }

    private String spoken() {
        return (conf.servers().size() == 1 ? "the name server " : "each of the name servers ") + String.join(", ", conf.servers());
    }

    private static InetSocketAddress address(String server) throws IOException {
        Optional<InetAddress> address = IpAddresses.parse(server.replaceFirst("%.*", ""));
        if (address.isEmpty()) {
            throw new IOException("it is not an address");
        }
        if (address.get().isAnyLocalAddress()) {
            return new InetSocketAddress(InetAddress.getByName(address.get() instanceof Inet6Address ? "::1" : "127.0.0.1"), PORT);    // as for connect(2)
        }
        NetworkInterface scope = server.contains("%") ? NetworkInterface.getByName(server.replaceFirst(".*%", "")) : null;
        return new InetSocketAddress(address.get() instanceof Inet6Address six && scope != null
            ? Inet6Address.getByAddress("", six.getAddress(), scope) : address.get(), PORT);
    }
}
