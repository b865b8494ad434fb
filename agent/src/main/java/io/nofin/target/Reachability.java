package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.LinkAddress;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.unit.IpAddresses;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Finds out which hosts reach each other, by the namespaces' own routing tables: a host reaches another when it has a route to one of
 * its addresses. Routers on the way and packet filters are not considered. Whoever made a namespace may have given it any number of
 * addresses: the first 64 of each are reported, the first 16 asked about, and each namespace is asked 1,000 questions at most, so
 * that the time this takes grows with the number of namespaces and not with its square; the answer to any further question is no.
 */
public final class Reachability implements AutoCloseable {

    /** Addresses for documentation, which nobody has: only a route that leads out of all known networks leads there. */
    private static final List<InetAddress> ANYWHERE =
        List.of(IpNetwork.parse("198.51.100.1").address(), IpNetwork.parse("2001:db8::1").address());

    private static final int ADDRESSES = 64;
    private static final int ADDRESSES_ASKED_ABOUT = 16;
    private static final int QUESTIONS = 1_000;

    private final List<Optional<Place>> places = new ArrayList<>();

    /**
     * The facts about one namespace.
     *
     * @param namespace an identity, the same by whatever path the namespace was found
     * @param addresses the first 64, with the prefix of their network; loopback and link-local ones left out
     * @param reaches   the others, by their numbers in the list that was asked about
     * @param outside   whether there is a way to anywhere else
     */
    public record NamespaceReach(String namespace, List<String> addresses, List<Integer> reaches, boolean outside) {
    }

    private record Place(NetworkNamespace.Id id, RouteSocket route, List<LinkAddress> addresses, AtomicInteger questionsLeft) {

        boolean reaches(List<InetAddress> others) throws IOException {
            for (InetAddress address : others) {
                if (questionsLeft.getAndDecrement() > 0 && route.hasRoute(address)) {
                    return true;
                }
            }
            return false;
        }
    }

    private Reachability() {
    }

    /** Returns facts in the order of the paths; empty for those that cannot be looked into, or are gone. */
    public static List<Optional<NamespaceReach>> between(List<Path> namespaces) {
        try (Reachability reachability = new Reachability()) {
            namespaces.forEach(path -> reachability.places.add(look(path)));
            return reachability.places.stream().map(place -> place.flatMap(reachability::seen)).toList();
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
                    .filter(one -> NamespaceInspector.isReachableFromElsewhere(one.address())).limit(ADDRESSES).toList();
                return Optional.of(new Place(namespace.id(), route, addresses, new AtomicInteger(QUESTIONS)));
            } catch (IOException | RuntimeException e) {
                route.close();
                throw e;
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<NamespaceReach> seen(Place from) {
        try {
            boolean outside = from.reaches(ANYWHERE);
            List<Integer> reached = new ArrayList<>();
            for (int i : IntStream.range(0, places.size()).filter(i -> places.get(i).isPresent()).toArray()) {
                Place to = places.get(i).orElseThrow();
                if (!to.id.equals(from.id) && from.reaches(to.addresses.stream().limit(ADDRESSES_ASKED_ABOUT).map(LinkAddress::address).toList())) {
                    reached.add(i);
                }
            }
            List<String> addresses = from.addresses.stream()
                .map(one -> IpAddresses.text(one.address()) + "/" + one.prefixLength()).toList();
            return Optional.of(new NamespaceReach(from.id.toString(), addresses, reached, outside));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
