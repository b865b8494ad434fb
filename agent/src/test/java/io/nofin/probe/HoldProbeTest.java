package io.nofin.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.IpFamily;
import io.nofin.witness.TwoHosts;
import io.nofin.witness.WireWitness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KernelTest
class HoldProbeTest {

    private static final Duration EVERY = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String DROP = "iptables -w -t raw -A PREROUTING -p tcp -j DROP";

    private TwoHosts hosts;
    private InetSocketAddress to;
    private EchoServer server;

    @BeforeEach
    void makeHosts() throws IOException {
        hosts = new TwoHosts();
        to = new InetSocketAddress(hosts.farAddress(IpFamily.IPV4), EchoServer.PORT);
    }

    @AfterEach
    void removeHosts() throws IOException {
        if (server != null) {
            server.close();
        }
        hosts.close();
    }

    @Test
    void saysWhoRefuses() {
        IOException e = assertThrows(IOException.class, () -> start(EVERY));

        assertEquals("probe redis: 10.77.0.2 port 7 cannot be connected to: Connection refused", e.getMessage());
    }

    @Test
    void saysWhoDoesNotAnswer() throws IOException {
        Shell.in(hosts.far().namespace(), DROP);
        IOException e = assertThrows(IOException.class, () -> start(EVERY));

        assertEquals("probe redis: 10.77.0.2 port 7 did not answer within 5 s", e.getMessage());
    }

    @Test
    void saysThatAHostIsUnknown() {
        IOException e = assertThrows(IOException.class, () -> HoldProbe.start("redis", hosts.near().namespace(),
            InetSocketAddress.createUnresolved("nobody", 7), EVERY));

        assertEquals("probe redis: nobody port 7: there is no host of that name", e.getMessage());
    }

    @Test
    void noticesAReset() throws Exception {
        server = EchoServer.start(hosts.far().namespace());
        try (HoldProbe probe = start(EVERY)) {
            assertTrue(probe.awaitAnswer(System.nanoTime(), LONG));
            server.reset();
            assertEquals(Closure.Cause.RESET, awaitClosure(probe).cause());
        }
    }

    @Test
    void noticesThatTheKernelGaveUp() throws Exception {
        server = EchoServer.start(hosts.far().namespace());
        Shell.in(hosts.near().namespace(), "echo 1 > /proc/sys/net/ipv4/tcp_retries2");
        try (HoldProbe probe = start(EVERY)) {
            assertTrue(probe.awaitAnswer(System.nanoTime(), LONG));
            Shell.in(hosts.far().namespace(), DROP);
            Closure closure = awaitClosure(probe);

            assertEquals(Closure.Cause.GIVEN_UP, closure.cause());
            assertEquals("Connection timed out", closure.detail());
        }
    }

    @Test
    void noticesOtherData() throws Exception {
        server = EchoServer.start(hosts.far().namespace());
        try (HoldProbe probe = start(Duration.ofHours(1))) {
            assertTrue(probe.awaitAnswer(probe.connectedNanos(), LONG));
            server.say("-ERR\r\n");
            Closure closure = awaitClosure(probe);

            assertEquals(Closure.Cause.WRONG_DATA, closure.cause());
            assertEquals("-ERR??", closure.detail());
        }
    }

    @Test
    void closesAtOnceThoughItsWriteIsBlocked() throws Exception {
        server = EchoServer.startDeaf(hosts.far().namespace());
        HoldProbe probe = start(Duration.ofNanos(20_000));
        Shell.in(hosts.far().namespace(), DROP);
        awaitStandstill(probe);

        assertTimeoutPreemptively(LONG, probe::close);
        assertEquals("", Shell.in(hosts.near().namespace(), "ss -Htan"), "no socket waits for minutes to say goodbye");
    }

    @Test
    void leavesNeitherThreadNorDescriptor() throws Exception {
        holdAndWatch();                                     // what the libraries open once and keep
        List<String> threads = threads();
        List<String> descriptors = descriptors();
        holdAndWatch();

        assertEquals(threads, threads());
        assertEquals(descriptors, descriptors());
    }

    private void holdAndWatch() throws Exception {
        server = EchoServer.start(hosts.far().namespace());
        try (WireWitness near = WireWitness.watch(hosts.near(), "tcp"); HoldProbe probe = start(Duration.ofHours(1))) {
            assertTrue(probe.awaitAnswer(probe.connectedNanos(), LONG));
            assertEquals(0, near.lostPackets());
        }
        server.close();
        assertThrows(IOException.class, () -> start(EVERY));
    }

    private HoldProbe start(Duration every) throws IOException {
        return HoldProbe.start("redis", hosts.near().namespace(), to, every);
    }

    private static Closure awaitClosure(HoldProbe probe) throws InterruptedException {
        for (int i = 0; i < 2_000 && probe.closure().isEmpty(); i++) {
            Thread.sleep(10);
        }
        return probe.closure().orElseThrow();
    }

    /** Waits until no heartbeat can be written any more, as the send buffer is full. */
    private static void awaitStandstill(HoldProbe probe) throws InterruptedException {
        long before;
        long now = probe.heartbeats().sentTotal();
        do {
            Thread.sleep(300);
            before = now;
            now = probe.heartbeats().sentTotal();
        } while (now > before);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("nofin")).sorted().toList();
    }

    private static List<String> descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
