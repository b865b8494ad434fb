package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.LinkAddress;
import io.nofin.netlink.route.RouteSocket;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;

/** What all resolvers do with a namespace once they hold it. May be used from any thread. */
public final class NamespaceInspector {

    /** Init's namespace, and the one nofin runs in: they differ when nofin itself was started inside a namespace. */
    private static final List<Path> HOST = List.of(Path.of("/proc/1/ns/net"), Path.of("/proc/self/ns/net"));

    private NamespaceInspector() {
    }

    /** Reads interfaces and addresses over rtnetlink. The namespace stays the caller's to close when this fails. */
    public static TargetHost inspect(String label, String origin, NetworkNamespace namespace) throws IOException {
        return namespace.call(() -> {
            try (RouteSocket route = RouteSocket.open()) {
                List<String> interfaces = route.links().stream().map(Link::name).toList();
                List<IpNetwork> addresses = route.addresses().stream().map(LinkAddress::address)
                    .filter(NamespaceInspector::isReachableFromElsewhere).map(IpNetwork::of).distinct().toList();
                return new TargetHost(label, origin, namespace, interfaces, addresses);
            }
        });
    }

    /**
     * Refuses the namespace of the host itself, by whatever name it was found.
     *
     * @throws TargetNotFoundException when {@code namespace} is the host's, or when that cannot be told
     */
    public static void refuseHostNamespace(String origin, NetworkNamespace namespace) throws IOException {
        for (Path host : HOST) {
            if (namespace.id().equals(identity(origin, host))) {
                throw new TargetNotFoundException(origin + " shares the host's network namespace, and nofin leaves that alone:"
                    + " to fault the host itself, use the host target with allow-host: true");
            }
        }
    }

    private static NetworkNamespace.Id identity(String origin, Path path) throws IOException {
        try {
            return NetworkNamespace.Id.of(path);
        } catch (AccessDeniedException e) {
            throw new TargetNotFoundException("cannot tell whether " + origin + " is the host's network namespace: reading "
                + path + " is not permitted: run nofin as root");
        }
    }

    private static boolean isReachableFromElsewhere(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
    }
}
