package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.linux.Syscall;
import io.nofin.queue.effect.Fate;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Side;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams that a sender hands over in bundles, as QUIC's do, by UDP_SEGMENT of udp(7): effects are on datagrams, not on bundles. */
@KernelTest
class BundlesTest {

    private static final int PORT = 7_000;
    private static final int SEGMENT = 1_200;
    private static final int SEGMENTS = 10;
    private static final int BUNDLES = 4;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int UDP = 17;                  // SOL_UDP
    private static final int UDP_SEGMENT = 103;
    private static final int PATIENCE_MS = 300;
    private static final int BULK = 24 << 20;

    private TwoHosts hosts;

    @BeforeEach
    void takeHosts(@Own TwoHosts ofThisTest) {
        hosts = ofThisTest;
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void losesDatagramsOfABundleOneByOne(Side side, boolean ipv6) throws IOException {
        Lane lane = shape(side, new ShapingBuilder().delay(Delay.of(Duration.ofMillis(5)))
            .loss(new Loss.Packets(List.of(2, 3, 14, 25, 40))).build());

        List<Integer> all = IntStream.range(0, BUNDLES * SEGMENTS).boxed().toList();
        assertEquals(all.stream().filter(number -> !List.of(1, 2, 13, 24, 39).contains(number)).toList(), exchange(side, ipv6));
        assertEquals(all.size(), lane.counts().of(Fate.SEEN));
        assertEquals(0, lane.counts().undelivered().whole());
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void delaysEveryDatagramOfABundle(Side side, boolean ipv6) throws IOException {
        shape(side, Shapings.delay(Duration.ofMillis(30)));

        assertEquals(IntStream.range(0, BUNDLES * SEGMENTS).boxed().toList(), exchange(side, ipv6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesForwardedDatagramsOneByOne(boolean ipv6) throws Exception {
        try (NetworkNamespace beyond = beyond()) {
            shape(Side.EGRESS, new ShapingBuilder().loss(new Loss.Packets(List.of(2, 3, 14, 25, 40))).build());

            assertEquals(IntStream.range(0, BUNDLES * SEGMENTS).boxed().filter(number -> !List.of(1, 2, 13, 24, 39).contains(number)).toList(),
                exchange(beyond, hosts.far(), ipv6 ? TwoHosts.FAR_6 : TwoHosts.FAR_4, ipv6));
        }
    }

    /** The receiver's kernel counts what is damaged, and all. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damagesSegmentsOfForwardedTcp(boolean ipv6) throws Exception {
        try (NetworkNamespace beyond = beyond()) {
            Lane lane = hosts.engine(7).lane(Side.EGRESS, TwoHosts.MARKS.lane(0),
                new ShapingBuilder().corrupt(Corrupt.of(Probability.percent(2))).build());
            hosts.install(Side.EGRESS, "-p tcp");
            Transfer.check(beyond, hosts.far(), ipv6 ? TwoHosts.FAR_6 : TwoHosts.FAR_4, BULK);

            long damaged = tcp("InCsumErrors");
            long segments = tcp("InSegs");
            assertTrue(segments > BULK / 1_448 && damaged > segments / 66 && damaged < segments / 40, damaged + " of " + segments);
            assertEquals(0, lane.counts().undelivered().whole());
        }
    }

    /** A host behind the near one, which forwards for it. */
    private NetworkNamespace beyond() throws Exception {
        NetworkNamespace beyond = NetworkNamespace.create();
        Shell.in(hosts.near(), "ip link add name back type veth peer name wire netns " + beyond.descriptorPath()
            + "; sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.back.accept_dad=0"
            + "; ip address add 10.78.0.1/24 dev back; ip address add fd78::1/64 dev back nodad; ip link set back up");
        Shell.in(beyond, "sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.wire.accept_dad=0; ip link set lo up"
            + "; ip address add 10.78.0.2/24 dev wire; ip address add fd78::2/64 dev wire nodad; ip link set wire up"
            + "; ip route add default via 10.78.0.1; ip -6 route add default via fd78::1");
        Shell.in(hosts.far(), "ip route add default via " + TwoHosts.NEAR_4 + "; ip -6 route add default via " + TwoHosts.NEAR_6);
        for (String address : new String[] {TwoHosts.FAR_4, TwoHosts.FAR_6}) {
            try (Datagrams datagrams = new Datagrams(beyond, hosts.far(), address)) {
                Wait.until("there is a way from beyond", () -> !datagrams.send(1, 8, 0).receive(20).isEmpty());
            }
        }
        return beyond;
    }

    private long tcp(String name) throws IOException {
        List<String[]> lines = Shell.in(hosts.far(), "grep ^Tcp: /proc/thread-self/net/snmp").lines().map(line -> line.split(" ")).toList();
        return Long.parseLong(lines.get(1)[List.of(lines.get(0)).indexOf(name)]);
    }

    private Lane shape(Side side, Shaping shaping) throws IOException {
        Lane lane = hosts.engine(7).lane(side, TwoHosts.MARKS.lane(0), shaping);
        hosts.install(side, "-p udp");
        return lane;
    }

    /** The numbers of the datagrams that arrived, in order, of all that were sent in bundles. */
    private List<Integer> exchange(Side side, boolean ipv6) throws IOException {
        NetworkNamespace from = side == Side.EGRESS ? hosts.near() : hosts.far();
        NetworkNamespace to = side == Side.EGRESS ? hosts.far() : hosts.near();
        String address = side == Side.EGRESS ? ipv6 ? TwoHosts.FAR_6 : TwoHosts.FAR_4 : ipv6 ? TwoHosts.NEAR_6 : TwoHosts.NEAR_4;
        return exchange(from, to, address, ipv6);
    }

    private static List<Integer> exchange(NetworkNamespace from, NetworkNamespace to, String address, boolean ipv6) throws IOException {
        try (Datagrams receiver = new Datagrams(from, to, address)) {
            from.call(() -> {
                send(address, ipv6);
                return null;
            });
            return receiver.receive(BUNDLES * SEGMENTS - 5, PATIENCE_MS).stream().map(Datagrams.Arrival::number).toList();
        }
    }

    private static void send(String address, boolean ipv6) throws IOException {
        try (FileDescriptor socket = FileDescriptor.of(Syscall.check("socket",
                () -> LibC.INSTANCE.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0)))) {
            byte[] size = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(SEGMENT).array();
            Syscall.check("setsockopt UDP_SEGMENT", () -> LibC.INSTANCE.setsockopt(socket.number(), UDP, UDP_SEGMENT, size, size.length));
            byte[] to = socketAddress(address, ipv6);
            Syscall.check("connect", () -> LibC.INSTANCE.connect(socket.number(), to, to.length));
            for (int bundle = 0; bundle < BUNDLES; bundle++) {
                ByteBuffer data = ByteBuffer.allocate(SEGMENT * SEGMENTS);
                for (int i = 0; i < SEGMENTS; i++) {
                    data.putInt(i * SEGMENT, bundle * SEGMENTS + i);
                }
                Syscall.check("send", () -> (int) LibC.INSTANCE.send(socket.number(), data.array(), data.capacity(), 0));
            }
        }
    }

    private static byte[] socketAddress(String address, boolean ipv6) throws IOException {
        byte[] ip = InetAddress.getByName(address).getAddress();
        ByteBuffer name = ByteBuffer.allocate(ipv6 ? 28 : 16).order(ByteOrder.nativeOrder()).putShort((short) (ipv6 ? AF_INET6 : AF_INET));
        name.order(ByteOrder.BIG_ENDIAN).putShort((short) PORT);
        return name.position(ipv6 ? 8 : 4).put(ip).array();
    }
}
