package io.nofin.netlink.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Slot;
import io.nofin.unit.BitRate;
import io.nofin.unit.DelayTable;
import io.nofin.unit.Probability;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Bytes recorded by native-scripts/record-golden from tc of iproute2 6.1; little-endian. tc leaves out what nobody asked for,
 * nofin sends it as zero; so what tc sends is looked for in what nofin sends, and the rest must be zero. What this tc does not
 * know (64-bit times, seed) stands as linux/pkt_sched.h has it.
 */
class NetemBytesTest {

    private static final Link LO = new Link(1, "lo", true, true);
    private static final int QOPT = 24;
    private static final List<Integer> NEWER_THAN_THIS_TC = List.of(Netem.TCA_NETEM_LATENCY64, Netem.TCA_NETEM_JITTER64);

    @Test
    void namesEveryParameterAlways() {
        String expected = """
            # tc qdisc change dev lo parent 6e6f:1 handle 7001: netem limit 1000 delay 100ms
            d4000000 2400 0500 00000000 00000000                # 212 bytes, RTM_NEWQDISC, REQUEST|ACK
            00 000000 01000000 00000170 01006f6e 00000000       # ifindex 1, handle 7001:, parent 6e6f:1
            0a00 0100 6e6574656d00 0000                         # TCA_KIND "netem"
            a400 0200                                           # TCA_OPTIONS
              84d71700 e8030000 00000000                        #   latency 1562500 ticks, limit 1000, loss 0
              00000000 00000000 00000000                        #   gap, duplicate, jitter 0: up to here as tc
              1000 0100 00000000 00000000 00000000              #   TCA_NETEM_CORR
              0c00 0300 00000000 00000000                       #   TCA_NETEM_REORDER
              0c00 0400 00000000 00000000                       #   TCA_NETEM_CORRUPT
              1400 0600 00000000 00000000 00000000 00000000     #   TCA_NETEM_RATE
              0800 0700 00000000                                #   TCA_NETEM_ECN
              0c00 0a00 00e1f505 00000000                       #   TCA_NETEM_LATENCY64 100000000 ns
              0c00 0b00 00000000 00000000                       #   TCA_NETEM_JITTER64
              2c00 0c00 00000000 00000000 00000000 00000000     #   TCA_NETEM_SLOT
                00000000 00000000 00000000 00000000 00000000 00000000
            """;
        ChangeQdisc change = new ChangeQdisc(LO, new Handle(0x6E6F, 1), Handle.qdisc(0x7001),
            netem(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(100))).limit(1_000)));
        NetlinkRequest request = change.request();

        assertArrayEquals(Hex.parse(expected),
            new NetlinkRequest(request.type(), request.flags() | NetlinkRequest.ACK, request.payload()).encode(0, 0));
        assertEquals("tc qdisc change dev lo parent 6e6f:1 handle 7001: netem limit 1000 delay 100ms", change.command());
    }

    @Test
    void delaysAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 delay 100ms 10ms 25%", """
            84d71700 e8030000 00000000 00000000 00000000 5a620200   # latency 1562500 ticks, jitter 156250 ticks
            1000 0100 00000040 00000000 00000000                    # TCA_NETEM_CORR delay 25%
            """, new ShapingBuilder().delay(new Delay(Duration.ofMillis(100), Duration.ofMillis(10), Probability.percent(25),
                Distribution.UNIFORM)));
    }

    @Test
    void sendsATableAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 delay 100ms 10ms distribution pareto", """
            84d71700 e8030000 00000000 00000000 00000000 5a620200   # latency 1562500 ticks, jitter 156250 ticks
            0420 0200 %s                                            # TCA_NETEM_DELAY_DIST, begins abeaacea aceaadea aeeaafea
            """.formatted(table(DelayTable.PARETO)), new ShapingBuilder().delay(new Delay(Duration.ofMillis(100),
                Duration.ofMillis(10), Probability.ZERO, Distribution.PARETO)));
        assertTrue(table(DelayTable.PARETO).startsWith("abeaaceaaceaadeaaeeaafeab0eab1eab2eab3eab4eab4eab5eab6eab7eab8ea"));
    }

    @Test
    void losesAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 loss 1% 25% ecn", """
            00000000 e8030000 295c8f02 00000000 00000000 00000000   # loss 1%
            1000 0100 00000000 00000040 00000000                    # TCA_NETEM_CORR loss 25%
            0800 0700 01000000                                      # TCA_NETEM_ECN
            """, new ShapingBuilder().loss(new Loss.Random(Probability.percent(1), Probability.percent(25))).ecn(true));
    }

    @Test
    void losesInBurstsAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 loss gemodel 1% 10% 70% 0.1%", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            1800 0580                                               # TCA_NETEM_LOSS, nested
              1400 0200 295c8f02 9a999919 cdcccc4c 37894100         #   NETEM_LOSS_GE p 1%, r 10%, h 30%, k1 0.1%
            """, new ShapingBuilder().loss(new Loss.GilbertElliott(Probability.percent(1), Probability.percent(10),
                Probability.percent(70), Probability.percent(0.1))));
    }

    @Test
    void losesByFourStatesAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 loss state 1% 30% 20% 50% 4%", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            1c00 0580                                               # TCA_NETEM_LOSS, nested
              1800 0100 295c8f02 cccccc4c 33333333                  #   NETEM_LOSS_GI p13 1%, p31 30%, p32 20%
                a4703d0a 00000080                                   #     p14 4%, p23 50%
            """, new ShapingBuilder().loss(new Loss.FourState(Probability.percent(1), Probability.percent(30),
                Probability.percent(20), Probability.percent(50), Probability.percent(4))));
    }

    /** tc forgets to send the correlation of duplicates alone; nofin does not. */
    @Test
    void duplicatesAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 delay 1ms duplicate 2% 10%", """
            093d0000 e8030000 00000000 00000000 52b81e05 00000000   # latency 15625 ticks, duplicate 2%
            1000 0100 00000000 00000000 9a999919                    # TCA_NETEM_CORR dup 10%: not from tc
            """, new ShapingBuilder().delay(Delay.of(Duration.ofMillis(1)))
                .duplicate(new Duplicate(Probability.percent(2), Probability.percent(10))));
    }

    @Test
    void corruptsAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 corrupt 3% 5%", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            0c00 0400 7b14ae07 cdcccc0c                             # TCA_NETEM_CORRUPT 3% 5%
            """, new ShapingBuilder().corrupt(new Corrupt(Probability.percent(3), Probability.percent(5), false)));
    }

    @Test
    void reordersAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 delay 10ms reorder 25% 50% gap 5", """
            5a620200 e8030000 00000000 05000000 00000000 00000000   # latency 156250 ticks, gap 5
            0c00 0300 00000040 00000080                             # TCA_NETEM_REORDER 25% 50%
            """, new ShapingBuilder().delay(Delay.of(Duration.ofMillis(10)))
                .reorder(new Reorder(Probability.percent(25), Probability.percent(50), 5)));
    }

    @Test
    void limitsTheRateAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 rate 10mbit 10 48 5", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            1400 0600 d0121300 0a000000 30000000 05000000           # TCA_NETEM_RATE 1250000 bytes/s, 10, 48, 5
            """, new ShapingBuilder().rate(new Rate(BitRate.parse("10mbit"), Optional.empty(), 10, 48, 5)));
        assertSentAsTc("netem limit 1000 rate 100gbit", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            0c00 0800 00dd0ee9 02000000                             # TCA_NETEM_RATE64 12500000000 bytes/s
            1400 0600 ffffffff 00000000 00000000 00000000           # TCA_NETEM_RATE
            """, new ShapingBuilder().rate(Rate.of(BitRate.parse("100gbit"))));
    }

    @Test
    void gathersInSlotsAsTcDoes() throws MalformedMessageException {
        assertSentAsTc("netem limit 1000 slot 800us 1ms packets 10 bytes 20000", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            2c00 0c00 00350c00 00000000 40420f00 00000000           # TCA_NETEM_SLOT 800000 ns to 1000000 ns
              0a000000 204e0000 00000000 00000000 00000000 00000000 #   10 packets, 20000 bytes
            """, new ShapingBuilder().slot(new Slot.Between(Duration.ofNanos(800_000), Duration.ofMillis(1), 10, 20_000)));
        assertSentAsTc("netem limit 1000 slot distribution normal 1ms 100us packets 10", """
            00000000 e8030000 00000000 00000000 00000000 00000000
            2c00 0c00 00000000 00000000 00000000 00000000           # TCA_NETEM_SLOT
              0a000000 00000000 40420f00 00000000 a0860100 00000000 #   10 packets, 1000000 ns, 100000 ns
            0420 0d00 %s                                            # TCA_NETEM_SLOT_DIST, begins 00806d91 0997919a
            """.formatted(table(DelayTable.NORMAL)),
            new ShapingBuilder().slot(new Slot.Spread(Duration.ofMillis(1), Duration.ofNanos(100_000), Distribution.NORMAL, 10, 0)));
        assertTrue(table(DelayTable.NORMAL).startsWith("00806d910997919a2e9d439f00a17fa2d0a3fea40fa608a7eea7c3a88ba946aa"));
    }

    @Test
    void sendsWhatThisTcDoesNotKnow() throws MalformedMessageException {
        Netem netem = Netem.of(new ShapingBuilder().delay(new Delay(Duration.ofSeconds(300), Duration.ofNanos(1), Probability.ZERO,
            Distribution.UNIFORM)).limit(1_000).build(), OptionalLong.of(-2));

        WireReader options = new WireReader(options(netem));
        assertEquals(0xFFFF_FFFFL, options.u32(), "ticks end at 275 s");
        List<WireReader.Attribute> attributes = options.skip(QOPT - 4).attributes();
        assertArrayEquals(Hex.parse("00b864d9 45000000"), payload(attributes, Netem.TCA_NETEM_LATENCY64));
        assertArrayEquals(Hex.parse("01000000 00000000"), payload(attributes, Netem.TCA_NETEM_JITTER64));
        assertArrayEquals(Hex.parse("feffffff ffffffff"), payload(attributes, Netem.TCA_NETEM_PRNG_SEED));
        assertEquals("netem limit 1000 delay 300s 0.001us seed 18446744073709551614", netem.toString());
    }

    @Test
    void becomesWhatLeavesNoTableBehind() {
        Netem even = netem(new ShapingBuilder().delay(new Delay(Duration.ofMillis(9), Duration.ofMillis(1), Probability.ZERO,
            Distribution.UNIFORM)));
        Netem normal = netem(new ShapingBuilder().delay(new Delay(Duration.ofMillis(9), Duration.ofMillis(1), Probability.ZERO,
            Distribution.NORMAL)));
        Netem steady = netem(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(9))));

        assertTrue(even.canBecome(normal));
        assertTrue(normal.canBecome(steady));
        assertFalse(normal.canBecome(even));
    }

    @Test
    void readsBackWhatTheKernelTook() throws MalformedMessageException {
        Netem netem = Netem.of(new ShapingBuilder().delay(Delay.of(Duration.ofMillis(100))).build(), OptionalLong.of(7));
        byte[] all = options(netem);
        byte[] withoutSeed = Arrays.copyOf(all, all.length - 12);
        byte[] slower = all.clone();
        slower[0]++;

        assertEquals(List.of(), NetemReadBack.differences(netem, all));
        assertEquals(List.of("seed"), NetemReadBack.differences(netem, withoutSeed));
        assertEquals(List.of("latency"), NetemReadBack.differences(netem, slower));
    }

    @Test
    void refusesWhatNetemCannotDo() {
        Shaping exact = new ShapingBuilder().loss(new Loss.Every(10)).build();

        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> Netem.of(exact, OptionalLong.empty()));
        assertEquals("netem cannot do loss: { every: 10 }", refused.getMessage());
    }

    /** @param golden the payload of TCA_OPTIONS that tc sent for these words */
    private static void assertSentAsTc(String words, String golden, ShapingBuilder shaping) throws MalformedMessageException {
        Netem netem = netem(shaping.limit(1_000));
        byte[] expected = Hex.parse(golden);
        byte[] sent = options(netem);

        assertEquals(words, netem.toString());
        assertArrayEquals(Arrays.copyOf(expected, QOPT), Arrays.copyOf(sent, QOPT), words);
        List<WireReader.Attribute> asTc = new WireReader(expected).skip(QOPT).attributes();
        for (WireReader.Attribute attribute : new WireReader(sent).skip(QOPT).attributes()) {
            Optional<WireReader.Attribute> known = WireReader.find(asTc, attribute.type());
            byte[] wanted = known.map(WireReader.Attribute::payload).orElseGet(() -> new byte[attribute.payload().length]);
            if (!NEWER_THAN_THIS_TC.contains(attribute.type())) {
                assertArrayEquals(wanted, attribute.payload(), words + ": attribute " + attribute.type());
            }
        }
        for (WireReader.Attribute attribute : asTc) {
            assertTrue(WireReader.find(new WireReader(sent).skip(QOPT).attributes(), attribute.type()).isPresent(),
                words + ": attribute " + attribute.type());
        }
    }

    private static Netem netem(ShapingBuilder shaping) {
        return Netem.of(shaping.build(), OptionalLong.empty());
    }

    private static byte[] options(Netem netem) {
        WireWriter out = new WireWriter();
        netem.encodeOptions(out);
        return out.toByteArray();
    }

    private static byte[] payload(List<WireReader.Attribute> attributes, int type) {
        return WireReader.find(attributes, type).orElseThrow().payload();
    }

    private static String table(DelayTable table) {
        short[] entries = table.toShorts();
        ByteBuffer bytes = ByteBuffer.allocate(2 * entries.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(entries);
        return java.util.HexFormat.of().formatHex(bytes.array());
    }
}
