package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.NetworkNamespace;
import io.nofin.linux.Syscall;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Direction;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private TwoHosts hosts;

    @BeforeEach
    void makeHosts() throws IOException {
        hosts = new TwoHosts();
    }

    @AfterEach
    void removeHosts() throws IOException {
        hosts.close();
    }

    @ParameterizedTest
    @CsvSource({"OUT, false", "OUT, true", "IN, false", "IN, true"})
    void losesDatagramsOfABundleOneByOne(Direction direction, boolean ipv6) throws IOException {
        Lane lane = shape(direction, new ShapingBuilder().delay(Delay.of(Duration.ofMillis(5)))
            .loss(new Loss.Packets(List.of(2, 3, 14, 25, 40))).build());

        List<Integer> all = IntStream.range(0, BUNDLES * SEGMENTS).boxed().toList();
        assertEquals(all.stream().filter(number -> !List.of(1, 2, 13, 24, 39).contains(number)).toList(), exchange(direction, ipv6));
        assertEquals(all.size(), lane.counts().seen());
        assertEquals(0, lane.counts().undelivered().whole());
    }

    @ParameterizedTest
    @CsvSource({"OUT, false", "OUT, true", "IN, false", "IN, true"})
    void delaysEveryDatagramOfABundle(Direction direction, boolean ipv6) throws IOException {
        shape(direction, Shapings.delay(Duration.ofMillis(30)));

        assertEquals(IntStream.range(0, BUNDLES * SEGMENTS).boxed().toList(), exchange(direction, ipv6));
    }

    private Lane shape(Direction direction, Shaping shaping) throws IOException {
        Lane lane = hosts.engine(7).lane(direction, TwoHosts.MARKS.lane(0), shaping);
        hosts.install(direction, "-p udp");
        return lane;
    }

    /** The numbers of the datagrams that arrived, in order, of all that were sent in bundles. */
    private List<Integer> exchange(Direction direction, boolean ipv6) throws IOException {
        NetworkNamespace from = direction == Direction.OUT ? hosts.near() : hosts.far();
        NetworkNamespace to = direction == Direction.OUT ? hosts.far() : hosts.near();
        String address = direction == Direction.OUT ? ipv6 ? TwoHosts.FAR_6 : TwoHosts.FAR_4 : ipv6 ? TwoHosts.NEAR_6 : TwoHosts.NEAR_4;
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
