package io.nofin.netlink.route;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Two namespaces and a cable: {@code near}, whose eth0 is shaped, and {@code far} with two addresses of each family. */
final class TwoHosts implements AutoCloseable {

    static final InetAddress PEER = address("10.77.0.2");
    static final InetAddress OTHER_PEER = address("10.77.0.3");
    static final InetAddress PEER6 = address("fd00:77::2");
    static final InetAddress OTHER_PEER6 = address("fd00:77::3");

    private static final String GATE = "nofin-test-";

    final NetworkNamespace near = NetworkNamespace.create();
    final NetworkNamespace far = NetworkNamespace.create();
    final RouteSocket route = near.call(RouteSocket::open);
    final Link link;
    private final NetlinkSocket netfilter = near.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));

    TwoHosts() throws IOException {
        try (RouteSocket there = far.call(RouteSocket::open)) {
            route.execute(new CreateVeth("eth0", "eth0", far.descriptor(), "far"));
            link = route.link("eth0");
            configure(route, List.of("10.77.0.1", "fd00:77::1"));
            configure(there, List.of("10.77.0.2", "10.77.0.3", "fd00:77::2", "fd00:77::3"));
        }
    }

    /** Rules that send what goes to a gate's members into a class; the gates are shut. */
    void classify(Handle id) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            execute(gate(family).create(10));
            Shell.in(near, (family == IpFamily.IPV4 ? "iptables-legacy" : "ip6tables-legacy") + " -t mangle -A POSTROUTING"
                + " -m set --match-set " + gate(family).name() + " dst -j CLASSIFY --set-class " + id);
        }
    }

    void open(InetAddress member, long seconds) throws IOException {
        IpNetwork network = IpNetwork.of(member);
        for (NetlinkRequest request : gate(network.family()).add(List.of(network), seconds)) {
            execute(request);
        }
    }

    void shut() throws IOException {
        for (IpFamily family : IpFamily.values()) {
            execute(gate(family).flush());
        }
    }

    @Override
    public void close() {
        netfilter.close();
        route.close();
        near.close();
        far.close();
    }

    private void configure(RouteSocket socket, List<String> addresses) throws IOException {
        Link eth0 = socket.link("eth0");
        for (String address : addresses) {
            socket.execute(new AddAddress(eth0, address(address), address.contains(":") ? 64 : 24));
        }
        socket.execute(new SetLinkUp(socket.link("lo")));
        socket.execute(new SetLinkUp(eth0));
    }

    private void execute(NetlinkRequest request) throws IOException {
        netfilter.request("ipset", request);
    }

    private static IpSet gate(IpFamily family) {
        return new IpSet(GATE + family.version(), family);
    }

    private static InetAddress address(String text) {
        return IpNetwork.parse(text).address();
    }
}
