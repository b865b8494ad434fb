package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Direction;
import io.nofin.target.NamespaceInspector;
import io.nofin.target.TargetHost;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import io.nofin.testing.PacketSocket;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@KernelTest
class WireWitnessTest {

    private static final String FILTER = "udp port 7000 or icmp or icmp6[icmp6type] == icmp6-destinationunreach";
    private static final PortPair CONNECTION = new PortPair(7_001, 7_000);

    private TwoHosts hosts;

    @BeforeEach
    void takeHosts(@Own TwoHosts ofThisTest) {
        hosts = ofThisTest;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void countsPacketsAndErrorsByDirectionAndTime(IpFamily family) throws Exception {
        try (WireWitness near = WireWitness.watch(hosts.near(), FILTER); WireWitness far = WireWitness.watch(hosts.far(), FILTER)) {
            long before = System.nanoTime();
            send(family, 7_000, 100);                       // nobody listens there: an ICMP error comes back
            send(family, 7_002, 100);                       // not of the filter, but for the error
            long after = System.nanoTime();
            Wait.until("both errors have come back", () -> near.count(before, System.nanoTime(), Direction.IN).icmpErrors() >= 2);

            WireCount out = near.count(before, after, Direction.OUT);
            assertEquals(1, out.packets());
            assertEquals(100, out.payloadBytes());
            assertEquals(0, out.icmpErrors());
            assertTrue(out.complete());
            assertTrue(out.lastNanos().orElseThrow() >= before && out.lastNanos().orElseThrow() <= after);
            assertEquals(2, near.count(before, System.nanoTime(), Direction.IN).icmpErrors());
            assertEquals(2, far.count(before, System.nanoTime(), Direction.OUT).icmpErrors());
            assertEquals(1, far.count(before, System.nanoTime(), Direction.IN).packets());
            assertTrue(near.count(after + 1_000_000_000, after + 2_000_000_000, Direction.BOTH).isNothing());
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void knowsWhichConnectionAnErrorIsAbout(IpFamily family) throws Exception {
        try (WireWitness near = WireWitness.watch(hosts.near(), FILTER); WireWitness far = WireWitness.watch(hosts.far(), FILTER)) {
            long before = System.nanoTime();
            send(family, 7_000, 0);
            send(family, 7_002, 0);
            Wait.until("both errors have come back", () -> near.count(before, System.nanoTime(), Direction.IN).icmpErrors() >= 2);

            assertEquals(1, near.count(before, System.nanoTime(), Direction.IN, CONNECTION).icmpErrors());
            assertEquals(1, far.count(before, System.nanoTime(), Direction.OUT, CONNECTION.reversed()).icmpErrors());
            assertTrue(near.hasSeen(CONNECTION));
            assertFalse(near.hasSeen(CONNECTION.reversed()));
        }
    }

    @Test
    void doesNotVouchForTheTimeBeforeItWatchedNorAfterItWasClosed() throws IOException {
        long before = System.nanoTime();
        WireWitness witness = WireWitness.watch(hosts.near(), FILTER);
        long watching = System.nanoTime();
        long later = System.nanoTime();
        assertTrue(witness.count(watching, later, Direction.BOTH).complete());
        witness.close();

        assertFalse(witness.count(before, watching, Direction.BOTH).complete());
        assertFalse(witness.count(watching, System.nanoTime(), Direction.BOTH).isNothing());
        assertTrue(witness.count(watching, later, Direction.BOTH).isNothing());
    }

    /** The kernel takes the tag out of a packet that comes in, and tells it beside. */
    @Test
    void remembersTheVlanTagOfAPacketThatCameIn() throws Exception {
        try (WireWitness far = WireWitness.watch(hosts.far(), FILTER);
                PacketSocket near = PacketSocket.open(hosts.near().namespace(), "near0")) {
            long before = System.nanoTime();
            near.sendTagged(5, address(hosts.near()), address(hosts.far()), 7_000, new byte[50]);

            assertEquals(1, far.count(before, System.nanoTime(), Direction.IN).packets());
            CapturedFrame frame = far.remembered().get(0);
            assertEquals(14 + 4 + 20 + 8 + 50, frame.originalLength());
            assertEquals(frame.originalLength(), frame.bytes().length);
            assertEquals(0x8100_0005L, Bytes.u32(frame.bytes(), 12));
            assertEquals(0x0800, Bytes.u16(frame.bytes(), 16));
        }
    }

    @Test
    void vouchesForNothingWhenPacketsWereLost() {
        assertFalse(new WireCount(0, 0, 0, 0, 0, OptionalLong.empty(), true).incomplete().isNothing());
    }

    @Test
    void saysWhichFilterIsWrong() {
        IOException e = assertThrows(IOException.class, () -> WireWitness.watch(hosts.near(), "tcp porrt 7"));

        assertTrue(e.getMessage().startsWith("cannot watch near0 of near: filter 'tcp porrt 7': "), e.getMessage());
    }

    @Test
    void saysThatThereIsNothingToWatch() throws IOException {
        try (NetworkNamespace empty = NetworkNamespace.create()) {
            Shell.in(empty, "ip link set lo up; ip link add down0 type dummy || ip link add down0 type veth peer name down1");
            var host = NamespaceInspector.inspect("alone", "test", empty);
            IOException e = assertThrows(IOException.class, () -> WireWitness.watch(host, "tcp"));

            assertEquals("alone has no interface that is up except loopback: there is nothing to watch", e.getMessage());
        }
    }

    @Test
    void saysHowToGetLibpcap() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Dorg.pcap4j.core.pcapLibName=missing", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), WithoutLibpcap.class.getName()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor());
        assertEquals("cannot watch near: libpcap is missing: apt-get install libpcap0.8", output.strip());
    }

    /** Runs in a JVM of its own: a library that failed to load stays that way. */
    static final class WithoutLibpcap {

        public static void main(String... args) throws IOException {
            try (TwoHosts hosts = new TwoHosts(); WireWitness witness = WireWitness.watch(hosts.near(), FILTER)) {
                System.out.println("watching: " + witness);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String address(TargetHost host) {
        return host.addresses().stream().filter(one -> one.family() == IpFamily.IPV4).findFirst().orElseThrow().address().getHostAddress();
    }

    private void send(IpFamily family, int port, int bytes) throws IOException {
        hosts.near().namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket(CONNECTION.local())) {
                socket.send(new DatagramPacket(new byte[bytes], bytes, new InetSocketAddress(hosts.farAddress(family), port)));
                return null;
            }
        });
    }
}
