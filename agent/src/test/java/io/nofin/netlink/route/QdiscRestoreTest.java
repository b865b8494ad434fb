package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.ShapingTree.Foreign;
import io.nofin.scenario.Delay;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.testing.NetemTest;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices are shaped afterwards exactly as they were before, as tc tells it. */
@NetemTest
class QdiscRestoreTest {

    private static final Netem DELAY =
        Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(1))).build(), OptionalLong.empty());

    private NetworkNamespace namespace;
    private RouteSocket route;

    @BeforeEach
    void open() throws IOException {
        namespace = NetworkNamespace.create();
        route = namespace.call(RouteSocket::open);
    }

    @AfterEach
    void close() {
        route.close();
        namespace.close();
    }

    @ParameterizedTest
    @CsvSource({
        "noqueue,    ip link add eth0 type veth peer name eth1",
        "noqueue,    ip link add eth0 type bridge",
        "noqueue,    ip link add eth0 txqueuelen 0 type dummy",
        "pfifo_fast, ip tuntap add dev eth0 mode tap",
        "mq,         ip tuntap add dev eth0 mode tap multi_queue",
    })
    void putsTheDefaultBack(String kind, String device) throws IOException {
        sh(device + " && ip link set eth0 up");
        String before = shown();
        assertTrue(before.startsWith("qdisc " + kind + " 0: root"), before);

        shapeAndRestore(Foreign.REFUSE);

        assertEquals(before, shown());
    }

    /** The default of all namespaces is one setting: only where the kernel is this test's own. */
    @Test
    void putsFqCodelBack() throws IOException {
        assumeTrue(Files.readString(Path.of("/proc/cpuinfo")).contains("User Mode Linux"), "would change a setting of the host");
        try (NetworkNamespace init = NetworkNamespace.open(Path.of("/proc/1/ns/net"))) {
            String setting = Shell.in(init, "cat /proc/sys/net/core/default_qdisc").strip();
            Shell.in(init, "echo fq_codel >/proc/sys/net/core/default_qdisc");
            try {
                putsTheDefaultBack("fq_codel", "ip tuntap add dev eth0 mode tap");
            } finally {
                Shell.in(init, "echo " + setting + " >/proc/sys/net/core/default_qdisc");
            }
        }
    }

    @Test
    void refusesAForeignQdiscWithTheWayOut() throws IOException {
        sh("ip link add eth0 type veth peer name eth1 && ip link set eth0 up");
        sh("tc qdisc add dev eth0 root handle 10: tbf rate 10mbit burst 15kb latency 50ms");
        String before = shown();

        ForeignQdiscException refused = assertThrows(ForeignQdiscException.class,
            () -> ShapingTree.install(route, route.link("eth0"), Foreign.REFUSE));

        assertEquals("eth0 has a root qdisc of its own: qdisc tbf 10: root: let nofin replace it meanwhile, or remove it: "
            + "tc qdisc del dev eth0 root handle 10:", refused.getMessage());
        assertEquals(before, shown());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "tc qdisc add dev eth0 root handle 10: tbf rate 10mbit burst 15kb latency 50ms",
        "tc qdisc add dev eth0 root handle 10: fq_codel limit 500 target 3ms interval 80ms noecn",
        "tc qdisc add dev eth0 root handle 10: pfifo limit 77",
        "tc qdisc add dev eth0 root handle 10: sfq perturb 10",
        """
            tc qdisc add dev eth0 root handle 1: htb default 30 r2q 5
            tc class add dev eth0 parent 1: classid 1:1 htb rate 6mbit burst 15k
            tc class add dev eth0 parent 1:1 classid 1:10 htb rate 5mbit burst 15k prio 1
            tc class add dev eth0 parent 1:1 classid 1:20 htb rate 3mbit ceil 6mbit burst 15k
            tc class add dev eth0 parent 1:1 classid 1:30 htb rate 1kbit ceil 100gbit burst 15k
            tc qdisc add dev eth0 parent 1:10 handle 10: sfq perturb 10
            tc qdisc add dev eth0 parent 1:20 handle 20: pfifo limit 5
            tc filter add dev eth0 protocol ip parent 1:0 prio 1 u32 match ip dport 80 0xffff flowid 1:10
            tc filter add dev eth0 protocol ip parent 1:0 prio 1 u32 match ip sport 25 0xffff flowid 1:20
            tc filter add dev eth0 protocol ip parent 1:0 prio 2 handle 6 fw classid 1:10
            """,
        """
            tc qdisc add dev eth0 root handle 1: prio bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 3
            tc qdisc add dev eth0 parent 1:4 handle 40: tbf rate 20kbit buffer 1600 limit 3000
            tc filter add dev eth0 parent 1: protocol all prio 7 matchall classid 1:4
            """,
    })
    void putsAForeignTreeBack(String commands) throws IOException {
        sh("ip link add eth0 type veth peer name eth1 && ip link set eth0 up");
        sh(commands);
        String before = shown();

        shapeAndRestore(Foreign.REPLACE);

        assertEquals(before, shown());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "tc qdisc add dev eth0 root handle 10: netem delay 10ms 1ms distribution normal",
        """
            tc qdisc add dev eth0 root handle 1: prio
            tc filter add dev eth0 parent 1: protocol all prio 7 matchall action drop
            """,
    })
    void refusesWhatItCouldNotPutBack(String commands) throws IOException {
        sh("ip link add eth0 type veth peer name eth1 && ip link set eth0 up");
        sh(commands);
        String before = shown();

        ForeignQdiscException refused = assertThrows(ForeignQdiscException.class,
            () -> ShapingTree.install(route, route.link("eth0"), Foreign.REPLACE));

        assertTrue(refused.getMessage().contains("nofin could not put it back exactly; remove it"), refused.getMessage());
        assertEquals(before, shown());
    }

    @Test
    void leavesIngressAlone() throws IOException {
        sh("ip link add eth0 type veth peer name eth1 && ip link set eth0 up && tc qdisc add dev eth0 clsact");
        String before = shown();

        shapeAndRestore(Foreign.REFUSE);

        assertEquals(before, shown());
    }

    @Test
    void leavesWhatAnotherPutThereMeanwhile() throws IOException {
        sh("ip link add eth0 type veth peer name eth1 && ip link set eth0 up");
        ShapingTree tree = ShapingTree.install(route, route.link("eth0"), Foreign.REFUSE);
        sh("tc qdisc replace dev eth0 root handle 10: pfifo limit 77");
        tree.close();
        tree.close();

        assertTrue(shown().startsWith("qdisc pfifo 10: root"), shown());
    }

    @Test
    void doesNotMindADeviceThatIsGone() throws IOException {
        sh("ip link add eth0 type veth peer name eth1 && ip link set eth0 up");
        ShapingTree tree = ShapingTree.install(route, route.link("eth0"), Foreign.REFUSE);
        sh("ip link del eth0");
        tree.close();
    }

    private void shapeAndRestore(Foreign foreign) throws IOException {
        Link link = route.link("eth0");
        try (ShapingTree tree = ShapingTree.install(route, link, foreign)) {
            tree.add(DELAY);
            assertTrue(ShapingTree.isInstalled(route, link));
            assertTrue(shown().contains("qdisc htb 6e6f: root"), shown());
        }
        assertFalse(ShapingTree.isInstalled(route, link));
    }

    private String shown() throws IOException {
        return sh("tc -d qdisc show dev eth0; tc -d class show dev eth0 | sort; for parent in $(tc qdisc show dev eth0 | cut -d' ' -f3); do"
            + " tc -d filter show dev eth0 parent $parent 2>/dev/null; done");
    }

    private String sh(String command) throws IOException {
        return Shell.in(namespace, "set -e\n" + command);
    }
}
