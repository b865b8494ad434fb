package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.diag.SocketDiag;
import io.nofin.netlink.diag.TcpSocket;
import io.nofin.netlink.diag.TcpState;
import io.nofin.plan.HostRef;
import io.nofin.scenario.PortSet;
import io.nofin.scenario.Protocol;
import io.nofin.scenario.Selector;
import io.nofin.unit.IpAddresses;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds out which packets a fault that matched nothing could have been meant for: connections with other addresses, as proxies,
 * virtual addresses of services and published ports cause, and Docker's DNS server, which is behind loopback.
 */
final class UnmatchedTraffic {

    private static final int SHOWN = 5;
    private static final int DNS = 53;

    /** Docker's DNS server in a container, 127.0.0.11, as in /proc/net/udp; see proc(5). */
    private static final String EMBEDDED_DNS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "0B00007F" : "7F00000B";
    private static final List<Path> UDP = List.of(Path.of("/proc/thread-self/net/udp"), Path.of("/proc/thread-self/net/udp6"));

    private UnmatchedTraffic() {
    }

    /** Returns a sentence for each host and reason; none for a fault that matched packets. */
    static List<String> hints(Map<Path, NetworkNamespace> namespaces, Selector selector, List<GateCount> counts) {
        List<String> hints = new ArrayList<>();
        if (counts.stream().anyMatch(count -> count.packets() > 0)) {
            return hints;
        }
        for (HostRef host : counts.stream().map(count -> count.gate().host()).distinct().toList()) {
            NetworkNamespace namespace = namespaces.get(host.namespace());
            boolean seen = counts.stream().anyMatch(count -> count.gate().host().equals(host) && count.seenPackets() > 0);
            if (namespace != null) {
                hints.addAll(hints(host, namespace, selector, seen));
            }
        }
        return hints;
    }

    private static List<String> hints(HostRef host, NetworkNamespace namespace, Selector selector, boolean seen) {
        try {
            return namespace.call(() -> Stream.concat(seen ? connections(host, selector) : Stream.empty(), dns(host, selector)).toList());
        } catch (IOException e) {
            return List.of();           // the namespace is gone
        }
    }

    private static Stream<String> connections(HostRef host, Selector selector) throws IOException {
        if (selector.protocol() != Protocol.TCP && selector.protocol() != Protocol.ANY) {
            return Stream.empty();
        }
        try (SocketDiag sockets = SocketDiag.open()) {
            List<String> others = sockets.tcpSockets().stream().filter(socket -> socket.state() != TcpState.LISTEN && isMeant(socket, selector))
                .map(UnmatchedTraffic::otherEnd).distinct().toList();
            return others.isEmpty() ? Stream.empty() : Stream.of(host.label() + ": it has TCP connections of that kind with "
                + String.join(", ", others.subList(0, Math.min(SHOWN, others.size()))) + (others.size() > SHOWN ? " and " + (others.size() - SHOWN) + " more" : "")
                + ": where a proxy or address translation is in between, name such an address as the peer, or the other end as the target");
        }
    }

    /** Returns the address at the other end, with the port of the server: the client's is another one for each connection. */
    private static String otherEnd(TcpSocket socket) {
        int local = socket.local().getPort();
        int remote = socket.remote().getPort();
        return IpAddresses.text(socket.remote().getAddress()) + (local < remote ? " (to port " + local + " here)" : " port " + remote);
    }

    private static boolean isMeant(TcpSocket socket, Selector selector) {
        int local = socket.local().getPort();
        int remote = socket.remote().getPort();
        PortSet ports = selector.ports();
        return socket.remote().getAddress().isLoopbackAddress() == selector.isOnInterface(Selector.LOOPBACK)
            && (ports.isEmpty() || ports.contains(local) || ports.contains(remote))
            && (selector.localPorts().isEmpty() || selector.localPorts().contains(local))
            && (selector.remotePorts().isEmpty() || selector.remotePorts().contains(remote));
    }

    private static Stream<String> dns(HostRef host, Selector selector) throws IOException {
        boolean asked = (selector.ports().contains(DNS) || selector.remotePorts().contains(DNS)) && !selector.isOnInterface(Selector.LOOPBACK);
        return asked && hasDockersDns()
            ? Stream.of(host.label() + ": its DNS server is Docker's, at 127.0.0.11, and behind loopback: write --interface lo --port 53,"
                + " or interface: lo and ports: 53") : Stream.empty();
    }

    private static boolean hasDockersDns() throws IOException {
        for (Path sockets : UDP) {
            if (Files.exists(sockets) && Files.readAllLines(sockets).stream().anyMatch(line -> line.contains(EMBEDDED_DNS + ":"))) {
                return true;
            }
        }
        return false;
    }
}
