package io.nofin.silence;

import io.nofin.linux.NetworkNamespace;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host whose view is measured; {@code number} makes its addresses. It has one device, {@code eth0}. */
record NearHost(int number, NetworkNamespace namespace) {

    InetAddress address(IpFamily family) throws IOException {
        return InetAddress.getByName(family == IpFamily.IPV4 ? ip4(2) : ip6(2));
    }

    static NearHost connect(int number, NetworkNamespace router) throws IOException {
        NearHost host = new NearHost(number, NetworkNamespace.create());
        Shell.feed(router, """
            link add name near%1$d type veth peer name eth0 netns %2$s
            address add %3$s/24 dev near%1$d
            address add %4$s/64 dev near%1$d nodad
            link set near%1$d up
            """.formatted(number, host.namespace.descriptorPath(), host.ip4(1), host.ip6(1)), "ip", "-batch", "-");
        host.namespace.call(() -> {
            host.configure();
            return null;
        });
        return host;
    }

    /**
     * Neighbours are forgotten within seconds here, so that a cut that takes ARP or neighbour discovery along is found out
     * while it lasts: the host would learn that the router is gone.
     */
    private void configure() throws IOException {
        sysctl("net/ipv6/conf/eth0/accept_dad", "0");
        sysctl("net/ipv6/conf/eth0/router_solicitations", "0");
        sysctl("net/ipv4/tcp_congestion_control", "reno");
        for (String family : new String[] {"ipv4", "ipv6"}) {
            sysctl("net/" + family + "/neigh/eth0/base_reachable_time_ms", "500");
            sysctl("net/" + family + "/neigh/eth0/delay_first_probe_time", "1");
            sysctl("net/" + family + "/neigh/eth0/retrans_time_ms", "300");
        }
        Shell.feed(namespace, """
            address add %s/24 dev eth0
            address add %s/64 dev eth0 nodad
            link set lo up
            link set eth0 up
            route add default via %s
            route add ::/0 via %s
            """.formatted(ip4(2), ip6(2), ip4(1), ip6(1)), "ip", "-batch", "-");
    }

    private String ip4(int end) {
        return "10.77." + number + "." + end;
    }

    private String ip6(int end) {
        return "fd77:" + Integer.toHexString(number) + "::" + end;
    }

    /** Sets a value in the calling thread's namespace. */
    static void sysctl(String name, String value) throws IOException {
        Files.writeString(Path.of("/proc/sys", name), value);
    }
}
