package io.nofin.host;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.unit.IpAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measures the traffic between targets, from one look to the next, by the segments that the kernel counts for each TCP connection
 * ({@code tcpi_segs_out} and {@code tcpi_segs_in} of linux/tcp.h). It changes nothing and puts no rule anywhere. It does not see UDP,
 * nor connections that begin and end between two looks, nor what a connection does after the last look that it was open at; an
 * address by which NAT has replaced a target's is {@link TargetList#ELSEWHERE}. Looks into 64 namespaces at most, and into none with
 * more than 2,000 TCP sockets. Not thread-safe.
 */
public final class TrafficMeter {

    private static final int NAMESPACES = 64;
    private static final int SOCKETS = 2_000;
    private static final int EDGES = 300;
    private static final long STALE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<String> IN_USE = List.of("/proc/thread-self/net/sockstat", "/proc/thread-self/net/sockstat6");

    private Map<Connection, Segments> last = Map.of();
    private Set<String> lookedInto = Set.of();
    private long lastNanos;

    private record Connection(String namespace, long cookie) {
    }

    private record Segments(long out, long in) {

        /** Returns the difference; the kernel counts in 32 bits. */
        Segments since(Segments before) {
            return new Segments(out - before.out & 0xFFFF_FFFFL, in - before.in & 0xFFFF_FFFFL);
        }
    }

    private record Way(String from, String to) {
    }

    /** One look; the last one is kept to compare with. */
    private final class Look {
        private final Map<Connection, Segments> now = new HashMap<>();
        private final Set<String> into = new HashSet<>();
        private final Map<Way, Long> counts = new LinkedHashMap<>();
        private final List<String> uncounted = new ArrayList<>();
        private final Map<String, List<TargetList.Entry>> owners;

        Look(List<TargetList.Entry> targets) {
            this.owners = targets.stream().flatMap(target -> target.addresses().stream().map(address -> Map.entry(bare(address), target)))
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        }

        void into(TargetList.Entry target) {
            Optional<List<TcpSocket>> sockets = sockets(target);
            if (sockets.isEmpty()) {
                uncounted.add(target.target());
                return;
            }
            into.add(target.namespace());
            sockets.get().forEach(socket -> count(target, socket));
        }

        private void count(TargetList.Entry target, TcpSocket socket) {
            InetAddress peer = socket.remote().getAddress();
            if (socket.info().isEmpty() || peer.isLoopbackAddress() || peer.isAnyLocalAddress()) {
                return;
            }
            var connection = new Connection(target.namespace(), socket.cookie());
            var segments = new Segments(socket.info().get().segmentsOut(), socket.info().get().segmentsIn());
            now.put(connection, segments);
            if (lookedInto.contains(target.namespace())) {
                Segments since = segments.since(last.getOrDefault(connection, new Segments(0, 0)));
                String other = owner(target, peer);
                add(target.target(), other, since.out);
                if (other.equals(TargetList.ELSEWHERE)) {
                    add(other, target.target(), since.in);
                }
            }
        }

        private void add(String from, String to, long packets) {
            if (packets > 0 && !from.equals(to)) {
                counts.merge(new Way(from, to), packets, Long::sum);
            }
        }

        /**
         * Returns the target with an address; of several with the same address in networks of their own, the one that there is a
         * route to.
         */
        private String owner(TargetList.Entry from, InetAddress address) {
            List<TargetList.Entry> known = owners.getOrDefault(IpAddresses.text(address), List.of());
            return known.stream().filter(one -> known.size() == 1 || one.equals(from) || from.reaches().contains(one.target()))
                .findFirst().map(TargetList.Entry::target).orElse(TargetList.ELSEWHERE);
        }
    }

    /**
     * Measures the traffic since the last call.
     *
     * @param targets those of one namespace stand under the first's name
     */
    public Traffic measure(TargetList targets) {
        List<TargetList.Entry> distinct = List.copyOf(targets.entries().stream().filter(one -> !one.namespace().isEmpty())
            .collect(Collectors.toMap(TargetList.Entry::namespace, Function.identity(), (first, other) -> first, LinkedHashMap::new)).values());
        long nanos = System.nanoTime();
        if (nanos - lastNanos > STALE_NANOS) {
            lookedInto = Set.of();
        }
        Look look = new Look(distinct);
        distinct.stream().limit(NAMESPACES).forEach(look::into);
        distinct.stream().skip(NAMESPACES).forEach(one -> look.uncounted.add(one.target()));
        double seconds = lookedInto.isEmpty() ? 0 : (nanos - lastNanos) / NANOS_PER_SECOND;
        List<Traffic.Edge> edges = look.counts.entrySet().stream()
            .map(count -> new Traffic.Edge(count.getKey().from, count.getKey().to, count.getValue() / seconds))
            .sorted(Comparator.comparingDouble(Traffic.Edge::packetsPerSecond).reversed()).limit(EDGES).toList();
        last = look.now;
        lookedInto = look.into;
        lastNanos = nanos;
        return new Traffic(seconds, edges, look.uncounted);
    }

    /** Returns the sockets of a target; empty where there are too many, and where the namespace is another by now, or gone. */
    private static Optional<List<TcpSocket>> sockets(TargetList.Entry target) {
        try (NetworkNamespace namespace = NetworkNamespace.open(target.path())) {
            if (!namespace.id().toString().equals(target.namespace())) {
                return Optional.empty();
            }
            return namespace.call(() -> {
                if (inUse() > SOCKETS) {
                    return Optional.empty();
                }
                try (SocketDiag diag = SocketDiag.open()) {
                    return Optional.of(diag.tcpConnections());
                }
            });
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the number of TCP sockets, from {@code TCP: inuse 7 orphan 0 ...} and {@code TCP6: inuse 2}, which costs nothing
     * however many there are.
     */
    private static long inUse() throws IOException {
        long sum = 0;
        for (String file : IN_USE) {
            Path path = Path.of(file);
            if (Files.exists(path)) {               // the second one is missing where IPv6 is off
                sum += Files.readAllLines(path).stream().filter(line -> line.startsWith("TCP")).mapToLong(line -> Long.parseLong(line.split(" ")[2])).sum();
            }
        }
        return sum;
    }

    private static String bare(String address) {
        return address.substring(0, address.indexOf('/'));
    }
}
