package io.nofin.target;

import com.google.common.net.InetAddresses;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.LinkAddress;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who reaches whom, as the namespaces' own routing tables have it: a host reaches another when it has a route to one of its addresses.
 * Routers on the way, and what packet filters make of it, are not asked.
 */
public final class Reach implements AutoCloseable {

    /** Addresses for documentation, which nobody has: only what leads out of all known networks leads there. */
    private static final List<InetAddress> ANYWHERE =
        List.of(IpNetwork.parse("198.51.100.1").address(), IpNetwork.parse("2001:db8::1").address());

    private final List<Optional<Place>> places = new ArrayList<>();

    /**
     * What is known of one namespace.
     *
     * @param namespace tells it from others, and knows it again by another path
     * @param addresses with the prefix of their network; loopback and link-local ones left out
     * @param reaches   the others, by their numbers in the list that was asked about
     * @param outside   whether there is a way to anywhere else
     */
    public record Seen(String namespace, List<String> addresses, List<Integer> reaches, boolean outside) {
    }

    private record Place(NetworkNamespace.Id id, RouteSocket route, List<LinkAddress> addresses) {
    }

    private Reach() {
    }

    /** In the order of the paths; empty for those that cannot be looked into, or are gone. */
    public static List<Optional<Seen>> between(List<Path> namespaces) {
        try (Reach reach = new Reach()) {
            namespaces.forEach(path -> reach.places.add(look(path)));
            return reach.places.stream().map(place -> place.flatMap(reach::seen)).toList();
        }
    }

    @Override
    public void close() {
        places.forEach(place -> place.ifPresent(one -> one.route.close()));
    }

    private static Optional<Place> look(Path path) {
        try (NetworkNamespace namespace = NetworkNamespace.open(path)) {
            RouteSocket route = namespace.call(RouteSocket::open);
            try {
                List<LinkAddress> addresses = route.addresses().stream()
                    .filter(one -> NamespaceInspector.isReachableFromElsewhere(one.address())).toList();
                return Optional.of(new Place(namespace.id(), route, addresses));
            } catch (IOException | RuntimeException e) {
                route.close();
                throw e;
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Seen> seen(Place from) {
        try {
            List<Integer> reached = new ArrayList<>();
            for (int i : IntStream.range(0, places.size()).filter(i -> places.get(i).isPresent()).toArray()) {
                Place to = places.get(i).orElseThrow();
                if (!to.id.equals(from.id) && reaches(from, to.addresses.stream().map(LinkAddress::address).toList())) {
                    reached.add(i);
                }
            }
            List<String> addresses = from.addresses.stream()
                .map(one -> InetAddresses.toAddrString(one.address()) + "/" + one.prefixLength()).toList();
            return Optional.of(new Seen(from.id.toString(), addresses, reached, reaches(from, ANYWHERE)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean reaches(Place from, List<InetAddress> addresses) throws IOException {
        for (InetAddress address : addresses) {
            if (from.route.hasRoute(address)) {
                return true;
            }
        }
        return false;
    }
}
