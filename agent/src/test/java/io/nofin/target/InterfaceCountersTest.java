package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

@KernelTest
class InterfaceCountersTest {

    /** A cable without IPv6, whose hosts would talk by themselves; the far end takes what comes and answers nothing. */
    private static final String CABLE = "set -e; echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6; ip link add eth0 type veth peer name eth1"
        + "; ip link set lo up; ip link set eth1 up; ip link set eth0 up; ip addr add 10.77.0.1/24 dev eth0"
        + "; ip neigh add 10.77.0.2 lladdr 02:00:00:00:00:02 dev eth0";

    @Test
    void countsWhatCrossesInterfacesWithoutLoopback() throws IOException {
        try (NetworkNamespace namespace = NetworkNamespace.create(); InterfaceCounters counters = InterfaceCounters.open(namespace)) {
            assertEquals(new InterfaceCounters.Count(0, 0), counters.read());

            Shell.in(namespace, CABLE);
            send(namespace, "10.77.0.2", 3);
            send(namespace, "127.0.0.1", 2);

            assertEquals(new InterfaceCounters.Count(3, 3), counters.read());
            assertEquals(new InterfaceCounters.Count(3, 3), counters.read(), "the file is read from its beginning again");
        }
    }

    private static void send(NetworkNamespace namespace, String address, int datagrams) throws IOException {
        namespace.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < datagrams; i++) {
                    socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(address), 7));
                }
                return null;
            }
        });
    }
}
