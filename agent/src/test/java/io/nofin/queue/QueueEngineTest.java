package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.netfilter.QueueConfig;
import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.plan.Resending.CopyRoute;
import io.nofin.queue.effect.Fate;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Side;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Own;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two namespaces, a cable, and real packets: none comes early. How late they may be is measured in {@link io.nofin.shaping}. */
@KernelTest
class QueueEngineTest {

    private static final Shaping THIRTY_MS = Shapings.delay(Duration.ofMillis(30));
    private static final Shaping LONGER_THAN_SENDING = Shapings.delay(Duration.ofSeconds(2));
    private static final int PATIENCE_MS = 400;         // for what should not come
    private static final int MOST_HELD_BY_KERNEL = 1 << 15;

    private TwoHosts hosts;

    @BeforeEach
    void takeHosts(@Own TwoHosts ofThisTest) {
        hosts = ofThisTest;
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void delaysEveryPacketAndKeepsTheirOrder(Side side, boolean ipv6) throws IOException {
        Lane lane = hosts.shape(side, THIRTY_MS);
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 50, 100, 200);

        assertEquals(IntStream.range(0, 50).boxed().toList(), arrivals.stream().map(Datagrams.Arrival::number).toList());
        assertTrue(arrivals.stream().allMatch(one -> one.micros() >= 30_000), "none comes early: " + slowest(arrivals));
        assertTrue(lane.counts().of(Fate.SEEN) >= 50 && lane.counts().of(Fate.DELAYED) == lane.counts().of(Fate.SEEN), lane.counts().toString());
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void losesExactlyThePacketsAskedForAndTellsNobody(Side side, boolean ipv6) throws IOException {
        Lane lane = shapeDatagrams(side, new ShapingBuilder().loss(new Loss.Packets(List.of(2, 3, 10))).build());
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 12, 100, 100, 9);

        assertEquals(List.of(0, 3, 4, 5, 6, 7, 8, 10, 11), arrivals.stream().map(Datagrams.Arrival::number).toList());
        assertEquals(3, lane.counts().of(Fate.LOST));
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void sendsEveryPacketTwice(Side side, boolean ipv6) throws IOException {
        Lane lane = shapeDatagrams(side, new ShapingBuilder().duplicate(Duplicate.of(Probability.ONE)).build());
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 20, 100, 100, 40);

        assertEquals(40, arrivals.size());
        assertEquals(20, arrivals.stream().map(Datagrams.Arrival::number).distinct().count());
        assertEquals(20, lane.counts().of(Fate.DUPLICATED));
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void damagedPacketsAreThrownAwayByTheReceiversKernel(Side side, boolean ipv6) throws Exception {
        Lane lane = shapeDatagrams(side, new ShapingBuilder().corrupt(Corrupt.of(Probability.ONE)).build());
        NetworkNamespace receiver = side == Side.EGRESS ? hosts.far() : hosts.near();
        long before = checksumErrors(receiver, ipv6);
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 30, 500, 100, 0);

        assertEquals(0, arrivals.size());
        Wait.until("all are damaged", () -> lane.counts().of(Fate.CORRUPTED) == 30);
        Wait.until("that is noticed; a flipped port is no checksum error", () -> checksumErrors(receiver, ipv6) - before >= 28);
    }

    /** The kernel copies packets when it queues them: one that comes without its content cannot be damaged. */
    @Test
    void hasAskedForTheContentOfPacketsBeforeALaneThatNeedsItIsThere() throws IOException {
        Lane lane = hosts.shape(Side.INGRESS, THIRTY_MS);
        for (int time = 0; time < 50; time++) {
            lane.set(THIRTY_MS);
            assertEquals("128", copied());
            lane.set(new ShapingBuilder().corrupt(Corrupt.of(Probability.ONE)).build());
            assertEquals(Integer.toString(QueueConfig.MOST_COPIED), copied());
        }
    }

    /** Returns the number of bytes that the kernel copies of each packet; see nfqnl_seq_show() in net/netfilter/nfnetlink_queue.c. */
    private String copied() throws IOException {
        return hosts.near().call(() -> Files.readString(Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue"))).strip().split(" +")[4];
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void damageReachesTheApplicationWithTheChecksumFixed(Side side, boolean ipv6) throws IOException {
        shapeDatagrams(side, new ShapingBuilder().corrupt(new Corrupt(Probability.ONE, Probability.ZERO, true)).build());
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 30, 500, 100);

        assertEquals(30, arrivals.size());
        for (int i = 0; i < 30; i++) {
            byte[] data = arrivals.get(i).data();
            int number = i;
            int flipped = IntStream.range(0, 500).map(at -> Integer.bitCount((data[at]
                ^ (at < 4 ? number >>> 8 * (3 - at) : at)) & 0xFF)).sum();
            assertEquals(1, flipped, "bits of datagram " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void letsSomePacketsGoAhead(Side side) throws IOException {
        Lane lane = shapeDatagrams(side, ShapingBuilder.of(LONGER_THAN_SENDING)
            .reorder(new Reorder(Probability.ONE, Probability.ZERO, 5)).build());
        List<Datagrams.Arrival> arrivals = exchange(side, false, 10, 100, 100);

        assertEquals(List.of(4, 9, 0, 1, 2, 3, 5, 6, 7, 8), arrivals.stream().map(Datagrams.Arrival::number).toList());
        assertEquals(2, lane.counts().of(Fate.REORDERED));
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void holdsPacketsBackToTheRate(Side side) throws IOException {
        shapeDatagrams(side, new ShapingBuilder().rate(Rate.of(new BitRate(8_000_000))).build());
        List<Datagrams.Arrival> arrivals = exchange(side, false, 100, 958, 0);     // 1000 bytes with all headers, 1 ms each

        assertEquals(IntStream.range(0, 100).boxed().toList(), arrivals.stream().map(Datagrams.Arrival::number).toList());
        long firstSent = arrivals.get(0).atNanos() - arrivals.get(0).micros() * 1_000;
        long all = (arrivals.get(99).atNanos() - firstSent) / 1_000_000;
        assertTrue(all >= 99, "all took " + all + " ms");
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void datagramsLargerThanTheDeviceArriveWhole(Side side, boolean ipv6) throws IOException {
        shapeDatagrams(side, THIRTY_MS);
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 5, 9_000, 1_000);

        assertEquals(5, arrivals.size());
        assertEquals(9_000, arrivals.get(0).data().length);
        assertTrue(arrivals.get(0).micros() >= 30_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void datagramsThatGoTogetherArriveOneByOne(boolean ipv6) throws IOException {
        shapeDatagrams(Side.EGRESS, THIRTY_MS);
        List<Datagrams.Arrival> arrivals = exchange(Side.EGRESS, ipv6, 3_000, 100, 0);

        assertEquals(IntStream.range(0, 3_000).boxed().toList(), arrivals.stream().map(Datagrams.Arrival::number).toList());
        assertTrue(arrivals.stream().allMatch(one -> one.data().length == 100 && one.data()[99] == 99));
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void rampsWithoutLosingAPacket(Side side) throws Exception {
        Lane lane = shapeDatagrams(side, THIRTY_MS);
        Thread ramp = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                lane.set(i % 10 == 0
                    ? ShapingBuilder.of(THIRTY_MS).duplicate(Duplicate.of(Probability.ZERO)).build()
                    : Shapings.delay(Duration.ofMillis(30 + i)));
                Thread.yield();
            }
        });
        ramp.start();
        List<Datagrams.Arrival> arrivals = exchange(side, false, 400, 100, 200);
        ramp.join();

        assertEquals(400, arrivals.stream().map(Datagrams.Arrival::number).distinct().count());
        assertEquals(400, arrivals.size());
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void tcpComesThroughWholeWhateverHappensToIt(Side side, boolean ipv6) throws Exception {
        Shaping all = new ShapingBuilder()
            .delay(new Delay(Duration.ofMillis(4), Duration.ofMillis(2), Probability.ZERO, Distribution.NORMAL))
            .loss(Loss.Random.of(Probability.percent(0.2))).duplicate(Duplicate.of(Probability.percent(1)))
            .corrupt(Corrupt.of(Probability.percent(0.2))).reorder(Reorder.of(Probability.percent(2))).build();
        Lane lane = hosts.shape(side, all);

        Transfer.check(side == Side.EGRESS ? hosts.near() : hosts.far(), side == Side.EGRESS ? hosts.far() : hosts.near(),
            address(side, ipv6), 4 << 20);

        assertTrue(lane.counts().of(Fate.LOST) > 0 && lane.counts().of(Fate.DUPLICATED) > 0 && lane.counts().of(Fate.CORRUPTED) > 0, lane.counts().toString());
    }

    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void largeTcpPacketsStayWholeThroughADelay(Side side, boolean ipv6) throws Exception {
        Lane lane = hosts.shape(side, Shapings.delay(Duration.ofMillis(2)));
        NetworkNamespace from = side == Side.EGRESS ? hosts.near() : hosts.far();

        Transfer.check(from, side == Side.EGRESS ? hosts.far() : hosts.near(), address(side, ipv6), 32 << 20);

        assertTrue(lane.counts().bytes() / lane.counts().of(Fate.SEEN) > 3_000, "bytes in a packet: " + lane.counts());
        assertEquals("0", Shell.in(from, "ss -tin | grep -o 'retrans:[0-9/]*' | wc -l").strip());
    }

    @Test
    void theUsersMarkIsUnchangedOnWhatIsSentAgain() throws IOException {
        Shell.in(hosts.near(), "iptables -t mangle -A OUTPUT -p udp -j MARK --set-mark 0x1234; "
            + "iptables -t mangle -N seen; iptables -t mangle -A POSTROUTING -p udp -j seen; "
            + "iptables -t mangle -A seen -m mark --mark 0x1234/" + MarkBits.hex(~TwoHosts.MARKS.pastOut())
            + "; iptables -t mangle -A seen -j LOG --log-prefix other");
        shapeDatagrams(Side.EGRESS, THIRTY_MS);
        assertEquals(10, exchange(Side.EGRESS, false, 10, 100, 100).size());

        assertEquals("10", Shell.in(hosts.near(), "iptables -t mangle -nvxL seen | awk 'NR==3{print $1}'").strip());
    }

    @Test
    void packetsInTheOwnMarksOfTwoFaultsGoThroughBoth() throws IOException {
        QueueEngine engine = hosts.engine(7);
        engine.lane(Side.EGRESS, TwoHosts.MARKS.lane(0), THIRTY_MS);
        Lane second = engine.lane(Side.EGRESS, TwoHosts.MARKS.lane(1), THIRTY_MS);
        hosts.install(Side.EGRESS, "-p udp", "-p udp --dport 7000");
        List<Datagrams.Arrival> arrivals = exchange(Side.EGRESS, false, 5, 100, 100);

        assertTrue(arrivals.stream().allMatch(one -> one.micros() >= 60_000), slowest(arrivals));
        assertEquals(5, second.counts().of(Fate.SEEN));
    }

    @Test
    void sameSeedLosesTheSamePackets() throws Exception {
        Shaping half = new ShapingBuilder().loss(Loss.Random.of(Probability.percent(50))).build();
        List<Integer> first = survivors(shapeDatagrams(Side.EGRESS, half), 100);
        try (TwoHosts others = new TwoHosts()) {
            hosts = others;
            assertEquals(first, survivors(shapeDatagrams(Side.EGRESS, half), 100));
        }
        assertTrue(first.size() > 25 && first.size() < 75, "arrived " + first.size());
    }

    @Test
    void closingLetsGoWhatWaits() throws IOException {
        QueueEngine engine = hosts.engine(7);
        engine.lane(Side.EGRESS, TwoHosts.MARKS.lane(0), Shapings.delay(Duration.ofSeconds(60)));
        hosts.install(Side.EGRESS, "-p udp");
        try (Datagrams datagrams = datagrams(Side.EGRESS, false)) {
            datagrams.send(5, 100, 100);
            assertEquals(0, datagrams.receive(200).size());
            engine.close();
            assertEquals(5, datagrams.receive(5, PATIENCE_MS).size());
        }
    }

    @Test
    void dropsSilentlyAndCountsWhatItHasNoRoomFor() throws IOException {
        QueueEngine engine = QueueEngine.start(hosts.near(), TwoHosts.QUEUE, TwoHosts.MARKS, 7, 1 << 18);
        try (engine) {
            Lane lane = engine.lane(Side.EGRESS, TwoHosts.MARKS.lane(0), LONGER_THAN_SENDING);
            hosts.install(Side.EGRESS, "-p udp");
            List<Datagrams.Arrival> arrivals = exchange(Side.EGRESS, false, 200, 1_200, 10, 128);

            assertEquals(128, arrivals.size(), "2 KB for each in 256 KB");
            assertEquals(72, lane.counts().undelivered().overflowed());
        }
    }

    @Test
    void tellsWhatTheKernelDropped() throws Exception {
        QueueEngine engine = hosts.engine(7);
        assertEquals(new KernelDrops(0, 0), engine.kernelDrops(Side.INGRESS), "no lane");
        Lane lane = engine.lane(Side.INGRESS, TwoHosts.MARKS.lane(0),
            new ShapingBuilder().delay(Delay.of(Duration.ofSeconds(60))).limit(MOST_HELD_BY_KERNEL + 1).build());
        hosts.install(Side.INGRESS, "-p udp");
        try (Datagrams datagrams = datagrams(Side.INGRESS, false)) {
            datagrams.send(MOST_HELD_BY_KERNEL, 8, 0);
            Wait.until("the kernel's queue is full", () -> {
                datagrams.send(100, 8, 0);
                return engine.kernelDrops(Side.INGRESS).full() > 0;
            });
        }

        Wait.until("all that fits came to the lane", () -> lane.counts().of(Fate.SEEN) == MOST_HELD_BY_KERNEL);
        KernelDrops drops = engine.kernelDrops(Side.INGRESS);
        assertEquals(drops.full(), drops.all());
        engine.close();
        assertEquals(drops, engine.kernelDrops(Side.INGRESS), "as it was when it was closed");
    }

    /** The second run's rules are in front, as they come later. */
    @ParameterizedTest
    @CsvSource({"EGRESS, false", "EGRESS, true", "INGRESS, false", "INGRESS, true"})
    void twoRunsDelayAPacketOneAfterTheOther(Side side, boolean ipv6) throws IOException {
        List<Lane> lanes = twoRuns(side, "-p udp");
        List<Datagrams.Arrival> arrivals = exchange(side, ipv6, 50, 100, 100);

        assertEquals(IntStream.range(0, 50).boxed().toList(), arrivals.stream().map(Datagrams.Arrival::number).toList());
        assertTrue(arrivals.stream().allMatch(one -> one.micros() >= 60_000), slowest(arrivals));
        assertEquals(List.of(50L, 50L), lanes.stream().map(lane -> lane.counts().of(Fate.SEEN)).toList());
    }

    /**
     * Both runs see every byte of TCP. An engine lets a large packet go whole past all rules only where no others are behind its own; here
     * those of the other run are.
     */
    @ParameterizedTest
    @EnumSource(Side.class)
    void twoRunsSeeEveryByteOfTcp(Side side) throws Exception {
        List<Lane> lanes = twoRuns(side, "-p tcp");

        Transfer.check(side == Side.EGRESS ? hosts.near() : hosts.far(), side == Side.EGRESS ? hosts.far() : hosts.near(),
            address(side, false), 4 << 20);

        assertTrue(lanes.stream().allMatch(lane -> lane.counts().bytes() > 4 << 20), lanes.get(0).counts() + " " + lanes.get(1).counts());
    }

    private List<Lane> twoRuns(Side side, String selector) throws IOException {
        MarkBits marks = MarkBits.outOf(0xFFFF | TwoHosts.MARKS.all(), 2);
        Lane first = hosts.engine(7).lane(side, TwoHosts.MARKS.lane(0), THIRTY_MS);
        hosts.install(side, selector);
        Lane second = hosts.own(QueueEngine.start(hosts.near(), TwoHosts.QUEUE + 3, marks, 7, new Resending(CopyRoute.RAW, false, Resending.Duplicates.AS_IT_IS, List.of("a test"))))
            .lane(side, marks.lane(0), THIRTY_MS);
        hosts.install("other", marks, TwoHosts.QUEUE + 3, side, selector);
        return List.of(first, second);
    }

    @Test
    void refusesAQueueThatSomebodyElseHas() throws IOException {
        hosts.shape(Side.EGRESS, THIRTY_MS);
        try (QueueEngine other = QueueEngine.start(hosts.near(), TwoHosts.QUEUE, TwoHosts.MARKS, 7)) {
            NetlinkException refused = assertThrows(NetlinkException.class,
                () -> other.lane(Side.EGRESS, TwoHosts.MARKS.lane(0), THIRTY_MS));

            assertTrue(refused.getMessage().endsWith("somebody else is bound to it"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EGRESS", "INGRESS"})
    void trafficPassesWhenTheAgentIsKilled(Side side) throws Exception {
        Process agent = hosts.near().call(() -> new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
            System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", QueueAgentMain.class.getName(), side.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start());
        try {
            assertEquals('r', agent.getInputStream().read(), "ready");
            hosts.install(side, "-p udp");
            assertEquals(0, exchange(side, false, 5, 100, 100, 0).size(), "all is lost while it lives");
        } finally {
            agent.destroyForcibly();
        }
        agent.waitFor();

        assertEquals(5, exchange(side, false, 5, 100, 100).size());
    }

    @Test
    void whatAddressTranslationHasChangedIsHeldAndComesBack() throws Exception {
        Shell.in(hosts.near(), "iptables -t nat -A OUTPUT -d 10.77.0.99 -j DNAT --to-destination " + TwoHosts.FAR_4);
        hosts.engine(7).lane(Side.EGRESS, TwoHosts.MARKS.lane(0), THIRTY_MS);
        hosts.install(Side.EGRESS, "-p tcp");
        Shell.in(hosts.near(), "iptables -t mangle -I NOFIN-test-out 2 -p tcp -m conntrack --ctstate DNAT -j MARK --or-mark "
            + MarkBits.hex(TwoHosts.MARKS.hold()));

        Transfer.check(hosts.near(), hosts.far(), TwoHosts.FAR_4, "10.77.0.99", 1 << 16);
    }

    private Lane shapeDatagrams(Side side, Shaping shaping) throws IOException {
        Lane lane = hosts.engine(7).lane(side, TwoHosts.MARKS.lane(0), shaping);
        hosts.install(side, "-p udp");
        return lane;
    }

    private List<Datagrams.Arrival> exchange(Side side, boolean ipv6, int count, int length, int pauseMicros)
            throws IOException {
        return exchange(side, ipv6, count, length, pauseMicros, count);
    }

    /** Sends datagrams, waits until as many as expected have arrived, and returns those that have. */
    private List<Datagrams.Arrival> exchange(Side side, boolean ipv6, int count, int length, int pauseMicros, int expected)
            throws IOException {
        try (Datagrams datagrams = datagrams(side, ipv6)) {
            return datagrams.send(count, length, pauseMicros).receive(expected, PATIENCE_MS);
        }
    }

    /** Returns the numbers of the datagrams that a lane lets pass. */
    private List<Integer> survivors(Lane lane, int count) throws Exception {
        try (Datagrams datagrams = datagrams(Side.EGRESS, false)) {
            datagrams.send(count, 100, 50);
            Wait.until("all are decided about", () -> lane.counts().of(Fate.SEEN) == count);
            return datagrams.receive(Math.toIntExact(lane.counts().of(Fate.PASSED)), PATIENCE_MS).stream().map(Datagrams.Arrival::number).toList();
        }
    }

    private Datagrams datagrams(Side side, boolean ipv6) throws IOException {
        return side == Side.EGRESS
            ? new Datagrams(hosts.near(), hosts.far(), address(side, ipv6))
            : new Datagrams(hosts.far(), hosts.near(), address(side, ipv6));
    }

    private static String address(Side side, boolean ipv6) {
        return side == Side.EGRESS ? ipv6 ? TwoHosts.FAR_6 : TwoHosts.FAR_4 : ipv6 ? TwoHosts.NEAR_6 : TwoHosts.NEAR_4;
    }

    private static long checksumErrors(NetworkNamespace host, boolean ipv6) throws IOException {
        return Long.parseLong(Shell.in(host, ipv6
            ? "awk '/^Udp6InCsumErrors/{print $2}' /proc/thread-self/net/snmp6"
            : "awk '/^Udp:/{if(n++==0)split($0,k);else{split($0,v);for(i in k)if(k[i]==\"InCsumErrors\")print v[i]}}' "
                + "/proc/thread-self/net/snmp").strip());
    }

    private static String slowest(List<Datagrams.Arrival> arrivals) {
        return arrivals.stream().map(Datagrams.Arrival::micros).toList().toString();
    }
}
