package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.HostNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.LinkAddress;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The work that all resolvers do with a namespace. May be used from any thread. */
public final class NamespaceInspector {

    private static final Path INIT = Path.of("/proc/1/ns/net");
    private static final int KTHREADD_PID = 2;          // always in the first namespace; absent in a container
    private static final Path KTHREADD = Path.of("/proc/2/ns/net");

    private NamespaceInspector() {
    }

    /** Reads interfaces and addresses over rtnetlink. When this fails, the caller closes the namespace. */
    public static TargetHost inspect(String label, String origin, NetworkNamespace namespace) throws IOException {
        return inspect(label, origin, namespace, Map.of());
    }

    /**
     * Reads interfaces and addresses over rtnetlink.
     *
     * @param networks the addresses that a container has on each Docker network, by which its interface there is found
     */
    static TargetHost inspect(String label, String origin, NetworkNamespace namespace, Map<String, Set<IpNetwork>> networks)
            throws IOException {
        return namespace.call(() -> {
            try (RouteSocket route = RouteSocket.open()) {
                List<Link> links = route.links();
                List<LinkAddress> addresses = route.addresses();
                List<IpNetwork> reachable = addresses.stream().map(LinkAddress::address)
                    .filter(NamespaceInspector::isReachableFromElsewhere).map(IpNetwork::of).distinct().toList();
                Map<String, String> interfaces = new HashMap<>();
                networks.forEach((network, own) -> links.stream().filter(link -> addresses.stream()
                        .anyMatch(address -> address.linkIndex() == link.index() && own.contains(IpNetwork.of(address.address()))))
                    .findFirst().ifPresent(link -> interfaces.put(network, link.name())));
                return new TargetHost(label, origin, namespace, links.stream().map(Link::name).toList(), reachable, Map.of(), interfaces,
                    Optional.empty());
            }
        });
    }

    /**
     * Refuses the namespace of the host itself, by whatever name it was found: init's, and the {@linkplain HostNetwork one nofin works
     * for}. The two differ when nofin was started inside a namespace.
     *
     * @throws TargetNotFoundException when {@code namespace} is the host's, or when that cannot be told
     */
    public static void refuseHostNamespace(String origin, NetworkNamespace namespace) throws IOException {
        NetworkNamespace.Id id = namespace.id();
        if (id.equals(NetworkNamespace.Id.of(HostNetwork.path())) || id.equals(initNamespace(origin))) {
            throw new TargetNotFoundException(origin + " shares the host's network namespace, and nofin leaves that alone:"
                + " to fault the host itself, use the host target with allow-host: true");
        }
    }

    /** Opens the file of a namespace, and makes sure that it is one that can be entered. */
    static NetworkNamespace open(String origin, Path path) throws IOException {
        try {
            NetworkNamespace namespace = NetworkNamespace.open(path);
            try {
                return namespace.call(() -> namespace);     // setns(2) knows a network namespace from anything else
            } catch (IOException | RuntimeException e) {
                namespace.close();
                throw e;
            }
        } catch (ErrnoException e) {
            throw switch (e.errno()) {
                case EINVAL -> new TargetNotFoundException(origin + ": " + path + " is not a network namespace");
                case EACCES, EPERM ->
                    new TargetNotFoundException(origin + ": opening " + path + " is not permitted: run nofin as root"
                        + " with all capabilities");
                default -> e;
            };
        }
    }

    /** Takes over {@code namespace}: it is in the result, or closed. */
    static TargetHost inspectOrClose(String label, String origin, NetworkNamespace namespace) throws IOException {
        try {
            refuseHostNamespace(origin, namespace);
            return inspect(label, origin, namespace);
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /**
     * Returns the first network namespace. Security modules may hide init even from root; the kernel's own threads serve as well
     * then.
     */
    private static NetworkNamespace.Id initNamespace(String origin) throws IOException {
        try {
            return NetworkNamespace.Id.of(INIT);
        } catch (AccessDeniedException e) {
            if (Files.exists(KTHREADD.getParent()) && ProcessStat.of(KTHREADD_PID).isKernelThread()) {
                return NetworkNamespace.Id.of(KTHREADD);
            }
            throw new TargetNotFoundException("cannot tell whether " + origin + " is the host's network namespace: reading "
                + INIT + " is not permitted: run nofin as root with all capabilities");
        }
    }

    static boolean isReachableFromElsewhere(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
    }
}
