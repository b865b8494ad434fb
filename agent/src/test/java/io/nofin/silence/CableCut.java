package io.nofin.silence;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Side;
import io.nofin.unit.IpFamily;
import java.io.Closeable;
import java.io.IOException;

/**
 * The reference: the packets leave the host that sent them and vanish at the other end of the cable, where the near host
 * cannot see it. What the near host sends, the far host drops; what the far host sends, the router drops.
 */
record CableCut(Cable cable, Direction direction) implements Cut {

    @Override
    public Closeable apply(NearHost host) throws IOException {
        change(host, "-I");
        return () -> change(host, "-D");
    }

    private void change(NearHost host, String command) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            String address = host.address(family).getHostAddress();
            if (direction.includes(Side.EGRESS)) {
                change(cable.far(), family, command + " PREROUTING -s " + address + " -j DROP");
            }
            if (direction.includes(Side.INGRESS)) {
                change(cable.router(), family, command + " PREROUTING -i " + Cable.FAR_SIDE + " -d " + address + " -j DROP");
            }
        }
    }

    private static void change(NetworkNamespace namespace, IpFamily family, String rule) throws IOException {
        Shell.feed(namespace, "*raw\n" + rule + "\nCOMMIT\n",
            family == IpFamily.IPV4 ? "iptables-restore" : "ip6tables-restore", "--noflush", "-w");
    }
}
