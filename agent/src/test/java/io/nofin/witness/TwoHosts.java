package io.nofin.witness;

import io.nofin.linux.NetworkNamespace;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.InetAddress;

/** Two namespaces and a cable between them, with addresses of both families. */
public final class TwoHosts implements AutoCloseable {

    /** Neighbours are told at once, so that no packet waits for one to be found. */
    private static final String ADDRESSES = """
        set -e
        ip link set lo up
        ip link set %2$s address 02:00:00:00:77:0%1$d up
        ip addr add 10.77.0.%1$d/24 dev %2$s
        ip addr add fd77::%1$d/64 dev %2$s nodad
        ip neigh add 10.77.0.%3$d lladdr 02:00:00:00:77:0%3$d dev %2$s
        ip neigh add fd77::%3$d lladdr 02:00:00:00:77:0%3$d dev %2$s
        """;

    private final TargetHost near;
    private final TargetHost far;

    public TwoHosts() throws IOException {
        NetworkNamespace one = NetworkNamespace.create();
        NetworkNamespace other = NetworkNamespace.create();
        Shell.in(one, "ip link add near0 type veth peer name far0 netns " + other.descriptorPath());
        Shell.in(one, ADDRESSES.formatted(1, "near0", 2));
        Shell.in(other, ADDRESSES.formatted(2, "far0", 1));
        near = NamespaceInspector.inspect("near", "test", one);
        far = NamespaceInspector.inspect("far", "test", other);
    }

    public TargetHost near() {
        return near;
    }

    public TargetHost far() {
        return far;
    }

    public InetAddress farAddress(IpFamily family) throws IOException {
        return InetAddress.getByName(family == IpFamily.IPV4 ? "10.77.0.2" : "fd77::2");
    }

    @Override
    public void close() {
        near.namespace().close();
        far.namespace().close();
    }
}
