package io.nofin.silence;

import io.nofin.linux.NetworkNamespace;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Near hosts, a router and a far host that echoes. The namespaces have no names and are gone when this is closed. */
final class Cable implements AutoCloseable {

    static final String FAR_SIDE = "far";       // the router's device towards the far host

    private static final String FAR_IP4 = "10.78.0.2";
    private static final String FAR_IP6 = "fd78::2";

    private final List<NetworkNamespace> namespaces = new ArrayList<>();
    private final NetworkNamespace router;
    private final NetworkNamespace far;
    private final Echo echo;
    private int hosts;

    private Cable() throws IOException {
        router = NetworkNamespace.create();
        namespaces.add(router);
        far = NetworkNamespace.create();
        namespaces.add(far);
        echo = far.call(Echo::start);
    }

    static Cable lay() throws IOException {
        Cable cable = new Cable();
        try {
            cable.configure();
            return cable;
        } catch (IOException | RuntimeException e) {
            cable.close();
            throw e;
        }
    }

    NearHost connectHost() throws IOException {
        NearHost host = NearHost.connect(++hosts, router);
        namespaces.add(host.namespace());
        return host;
    }

    NetworkNamespace router() {
        return router;
    }

    NetworkNamespace far() {
        return far;
    }

    /** Returns the address at which the far host echoes TCP and UDP. */
    static InetSocketAddress echoAddress(IpFamily family) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(family == IpFamily.IPV4 ? FAR_IP4 : FAR_IP6), Echo.PORT);
    }

    /** Returns how many bytes from {@code near} got to the far host's application, over TCP and UDP. */
    long arrived(InetAddress near) {
        return echo.bytesFrom(near);
    }

    @Override
    public void close() throws IOException {
        echo.close();
        namespaces.forEach(NetworkNamespace::close);
    }

    private void configure() throws IOException {
        router.call(() -> {
            NearHost.sysctl("net/ipv4/ip_forward", "1");
            NearHost.sysctl("net/ipv6/conf/all/forwarding", "1");
            return null;
        });
        Shell.feed(router, """
            link add name %1$s type veth peer name eth0 netns %2$s
            address add 10.78.0.1/24 dev %1$s
            address add fd78::1/64 dev %1$s nodad
            link set %1$s up
            """.formatted(FAR_SIDE, far.descriptorPath()), "ip", "-batch", "-");
        Shell.feed(far, """
            address add %s/24 dev eth0
            address add %s/64 dev eth0 nodad
            link set eth0 up
            route add default via 10.78.0.1
            route add ::/0 via fd78::1
            """.formatted(FAR_IP4, FAR_IP6), "ip", "-batch", "-");
    }
}
