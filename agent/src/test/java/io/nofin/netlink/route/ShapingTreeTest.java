package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.netlink.route.ShapingTree.Foreign;
import io.nofin.netlink.route.ShapingTree.Shaped;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Slot;
import io.nofin.testing.NetemTest;
import io.nofin.testing.Shell;
import io.nofin.testing.Volley;
import io.nofin.testing.Wait;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** nofin's tree of qdiscs on a cable between two namespaces; what the netems in it do to packets is in io.nofin.shaping. */
@NetemTest
class ShapingTreeTest {

    private static final Duration NO_GAP = Duration.ZERO;
    private static final Duration TWO_MS = Duration.ofMillis(2);
    private static final Duration LONGER_THAN_SENDING = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double SOON_MS = 2;        // a shaped packet takes 40 ms at least

    /** A busy host only ever adds to a delay, for a while: the shortest of some measurements is the truest. */
    private static final int ATTEMPTS = 60;

    private TwoHosts hosts;
    private ShapingTree tree;

    @BeforeEach
    void connect() throws IOException {
        hosts = new TwoHosts();
        tree = ShapingTree.install(hosts.route, hosts.link, Foreign.REFUSE);
    }

    @AfterEach
    void disconnect() throws IOException {
        tree.close();
        hosts.close();
    }

    @Test
    void nothingIsLeftToShapeWhereTheDeviceHasGone() throws IOException {
        Shaped shaped = tree.add(delay(40));
        Shell.in(hosts.far, "ip link del eth0");        // takes the other end along, as Docker does with a container's

        assertEquals(List.of(), tree.change(shaped.id(), delay(20)));
        assertEquals(QdiscCounters.NONE, tree.counters(shaped.id()));
        tree.close();
    }

    @Test
    void delaysWhatTheGateLetsInAndNothingElse() throws IOException {
        hosts.classify(tree.add(delay(40)).id());

        assertSoon(TwoHosts.PEER, "shut");
        hosts.open(TwoHosts.PEER, 60);
        hosts.open(TwoHosts.PEER6, 60);
        assertDelayed(40, TwoHosts.PEER);
        assertDelayed(40, TwoHosts.PEER6);
        assertSoon(TwoHosts.OTHER_PEER, "another peer");
        assertSoon(TwoHosts.OTHER_PEER6, "another peer");
        hosts.shut();
        assertSoon(TwoHosts.PEER, "shut again");
    }

    @Test
    void keepsQueuedPacketsThroughAChange() throws Exception {
        Shaped shaped = classified(new ShapingBuilder().delay(Delay.of(LONGER_THAN_SENDING)));
        List<Volley> volleys = new ArrayList<>();
        Thread earlier = new Thread(() -> {
            try {
                volleys.add(fire(TwoHosts.PEER, 100, NO_GAP));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        earlier.start();
        Wait.until("all are held", () -> tree.counters(shaped.id()).held() >= 100);
        tree.change(shaped.id(), delay(40));
        assertDelayed(40, TwoHosts.PEER);
        earlier.join();

        assertEquals(100, volleys.get(0).arrivals().size());
        assertTrue(volleys.get(0).quantileMs(0) >= LONGER_THAN_SENDING.toMillis(), "as they were told when they came");
        assertEquals(0, tree.counters(shaped.id()).dropped());
    }

    @Test
    void healsByItselfWhenTheProcessIsKilled() throws Exception {
        tree.close();
        Process child = hosts.near.call(() -> new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "-Xshare:auto", "-cp", System.getProperty("java.class.path"), ShapingKeeperMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start());
        assertEquals("shaped", child.inputReader().readLine());
        hosts.classify(ShapingTree.ROOT.child(1));
        hosts.open(TwoHosts.PEER, 10);
        child.destroyForcibly();
        child.waitFor();

        assertTrue(fire(TwoHosts.PEER, 100, TWO_MS).quantileMs(0) >= 40, "the kernel goes on");
        Wait.until("the gate is shut by its timeout", () -> fire(TwoHosts.PEER, 50, TWO_MS).medianMs() < 40);
        assertSoon(TwoHosts.PEER, "after the timeout");

        ForeignQdiscException refused = assertThrows(ForeignQdiscException.class,
            () -> ShapingTree.install(hosts.route, hosts.link, Foreign.REPLACE));
        assertEquals("eth0 has a root qdisc of its own: qdisc htb 6e6f: root: another fault of nofin's shapes this device: "
            + "remove that one first, or run nofin heal if its run was killed", refused.getMessage());
        ShapingTree.removeLeftover(hosts.route, hosts.link);
        assertEquals("qdisc noqueue 0: root refcnt 2", Shell.in(hosts.near, "tc qdisc show dev eth0").strip());
    }

    @Test
    void readsBackEveryParameter() throws IOException {
        ShapingBuilder all = new ShapingBuilder()
            .delay(new Delay(Duration.ofMillis(20), Duration.ofMillis(10), Probability.percent(25), Distribution.PARETONORMAL))
            .loss(new Loss.FourState(Probability.percent(1), Probability.percent(30), Probability.percent(20),
                Probability.percent(50), Probability.percent(4)))
            .duplicate(new Duplicate(Probability.percent(2), Probability.percent(10)))
            .corrupt(new Corrupt(Probability.percent(3), Probability.percent(5), false))
            .reorder(new Reorder(Probability.percent(25), Probability.percent(50), 5))
            .rate(new Rate(BitRate.parse("100gbit"), Optional.empty(), 10, 48, 5))
            .slot(new Slot.Spread(Duration.ofMillis(1), Duration.ofNanos(100_000), Distribution.NORMAL, 10, 20_000))
            .ecn(true);

        Shaped shaped = tree.add(Netem.of(all.build(), OptionalLong.empty()));
        assertEquals(List.of(), shaped.unheeded());
        assertEquals(List.of(), tree.change(shaped.id(), delay(300_000)), "beyond what ticks can say");
        assertEquals(List.of(), tree.change(shaped.id(), delay(40)));
        String shown = Shell.in(hosts.near, "tc qdisc show dev eth0 parent " + shaped.id()).strip();
        assertEquals("qdisc netem 7001: parent 6e6f:1 limit 1000 delay 40ms", shown, "nothing of before sticks");
    }

    /** Kernels before 6.6 pass over the seed without a word. */
    @Test
    void noticesWhetherTheKernelTakesASeed() throws IOException {
        Netem seeded = Netem.of(new ShapingBuilder().loss(Loss.Random.of(Probability.percent(1))).build(), OptionalLong.of(7));
        String[] release = System.getProperty("os.version").split("[.-]");
        boolean known = Integer.parseInt(release[0]) * 100 + Integer.parseInt(release[1]) >= 606;

        assertEquals(known ? List.of() : List.of("seed"), tree.add(seeded).unheeded());
    }

    @Test
    void findsOutWhetherDuplicatesMix() throws IOException {
        Netem duplicating = Netem.of(new ShapingBuilder().duplicate(Duplicate.of(Probability.ONE)).build(), OptionalLong.empty());
        String byTc = Shell.in(hosts.far, "tc qdisc add dev eth0 root handle 1: prio && tc qdisc add dev eth0 parent 1:1 netem delay 1ms"
            + " && tc qdisc add dev eth0 parent 1:2 netem duplicate 1% 2>&1 || true");
        boolean mix = ShapingTree.duplicatesMix(delay(1), duplicating);

        System.out.println("duplicates mix with other netems: " + mix + " " + byTc.strip());
        assertEquals(byTc.isBlank(), mix);
    }

    @Test
    void addsAndRemovesClasses() throws IOException {
        Shaped one = tree.add(delay(1));
        Shaped two = tree.add(delay(2));
        tree.remove(one.id());
        Shaped three = tree.add(delay(3));

        assertEquals(List.of("6e6f:1", "6e6f:2", "6e6f:1"), Stream.of(one, two, three).map(s -> s.id().toString()).toList());
        assertEquals(new QdiscCounters(0, 0, 0, 0), tree.counters(three.id()));
        assertNotNull(tree.counters(two.id()));
    }

    private Shaped classified(ShapingBuilder shaping) throws IOException {
        Shaped shaped = tree.add(Netem.of(shaping.build(), OptionalLong.empty()));
        assertEquals(List.of(), shaped.unheeded());
        hosts.classify(shaped.id());
        hosts.open(TwoHosts.PEER, 120);
        return shaped;
    }

    private void assertDelayed(double milliseconds, InetAddress peer) throws IOException {
        double median = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && median > milliseconds + 1.5; attempt++) {
            Volley volley = fire(peer, 100, TWO_MS);
            assertEquals(100, volley.arrivals().size());
            assertTrue(volley.quantileMs(0) >= milliseconds, "too early: " + volley.quantileMs(0));
            median = Math.min(median, volley.medianMs());
        }
        System.out.printf("delay %.0fms to %s: median %.2f ms%n", milliseconds, peer.getHostAddress(), median);
        assertEquals(milliseconds, median, 1.5);
    }

    private void assertSoon(InetAddress peer, String when) throws IOException {
        double median = Double.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && median > SOON_MS; attempt++) {
            Volley volley = fire(peer, 50, TWO_MS);
            assertEquals(50, volley.arrivals().size(), when);
            median = Math.min(median, volley.medianMs());
        }
        assertEquals(0, median, SOON_MS, when);
    }

    private Volley fire(InetAddress to, int count, Duration gap) throws IOException {
        return Volley.fire(hosts.near, hosts.far, to, count, 100, gap, PATIENCE, () -> count);
    }

    private static Netem delay(int milliseconds) {
        return Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(milliseconds))).limit(1_000).build(), OptionalLong.empty());
    }
}
