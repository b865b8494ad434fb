package io.nofin.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.unit.BitRate;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import io.nofin.unit.Probability;
import io.nofin.unit.TimeSpan;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Pairing;
import io.nofin.witness.measure.Verdict.Answer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router that does to packets what was asked, or something else. How long things take beyond that is generously allowed. */
@KernelTest
class PathMeasurementTest {

    private static final Duration IN_FLIGHT = Duration.ofMillis(600);
    private static final Duration PRECISION = Duration.ofMillis(35);
    private static final String FILTER = "tcp or udp";

    private Routed hosts;
    private WireWitness near;
    private WireWitness far;
    private DatagramSocket receiver;

    @BeforeEach
    void watch() throws IOException {
        hosts = new Routed();
        near = WireWitness.watch(hosts.near(), FILTER, CaptureScope.WHOLE);
        far = WireWitness.watch(hosts.far(), FILTER, CaptureScope.WHOLE);
        receiver = hosts.far().namespace().call(() -> new DatagramSocket(new InetSocketAddress(Routed.FAR, 7_000)));
    }

    @AfterEach
    void end() throws IOException {
        receiver.close();
        near.close();
        far.close();
        hosts.close();
    }

    @Test
    void aPlainRouterDoesNothing() throws Exception {
        TimeSpan all = datagrams(500, 200, 0);

        assertEquals(new Pairing(500, 0, 0, 0, 500, 0, 0, 0, pairing(all).delays()), pairing(all));
        assertEquals(500, pairing(all).delays().size());
        assertEquals(Answer.NO, answer("loss", asked().loss(random(5)).build(), all), "fifty were asked to be lost");
    }

    @Test
    void countsEveryPacketThatARuleTakes() throws Exception {
        Shell.in(hosts.router(), "iptables -t mangle -A FORWARD -p udp -m statistic --mode nth --every 4 --packet 0 -j DROP");
        TimeSpan all = datagrams(400, 200, 0);

        assertEquals(100, pairing(all).lost());
        assertEquals(Answer.YES, answer("loss", asked().loss(random(25)).build(), all));
        assertEquals(Answer.YES, answer("loss", asked().loss(new Loss.Every(4)).build(), all));
        assertEquals(Answer.NO, answer("loss", asked().loss(random(10)).build(), all));
    }

    @Test
    void seesEveryPacketTwiceThatIsTeed() throws Exception {
        Shell.in(hosts.router(), "iptables -t mangle -A PREROUTING -p udp -m statistic --mode nth --every 5 --packet 0"
            + " -j TEE --gateway " + Routed.FAR);
        TimeSpan all = datagrams(400, 200, 0);

        assertEquals(80, pairing(all).duplicated());
        assertEquals(0, pairing(all).lost());
        assertEquals(Answer.YES, answer("duplicates", asked().duplicate(Duplicate.of(Probability.percent(20))).build(), all));
        assertEquals(Answer.NO, answer("duplicates", asked().build(), all));
    }

    @Test
    void measuresADelayAndNoticesAShorterOne() throws Exception {
        hosts.shape("udp", delay(60));
        TimeSpan all = datagrams(1_000, 100, 200);

        Measure median = measure("delay p50", delay(60), all);
        assertEquals(Answer.YES, median.verdict().answer(), median.toString());
        assertTrue(median.seen() >= 60e6 && median.samples() == 1_000, median.toString());
        assertEquals(Answer.NO, answer("delay p50", delay(100), all));
        assertEquals(Answer.NO, answer("delay p90", delay(100), all));
        assertEquals(Answer.UNKNOWN, answer("delay p99", delay(60), all), "a thousand packets are too few");
        assertEquals(Answer.NO, answer("delay p50", asked().build(), all));
        assertEquals(0, pairing(all).lost());
    }

    @Test
    void findsDamageInDatagramsAndNoticesWhereThereIsNone() throws Exception {
        Shaping damaging = asked().corrupt(new Corrupt(Probability.percent(30), Probability.ZERO, true)).build();
        TimeSpan sound = datagrams(300, 500, 100);
        hosts.shape("udp", damaging);
        TimeSpan damaged = datagrams(300, 500, 100);

        assertEquals(Answer.YES, answer("corruption", damaging, damaged), measure("corruption", damaging, damaged).toString());
        assertEquals(Answer.NO, answer("corruption", damaging, sound));
        assertEquals(Answer.NO, answer("corruption", asked().build(), damaged));
    }

    @Test
    void seesWhatGoesAhead() throws Exception {
        Shaping reordering = ShapingBuilder.of(delay(50)).reorder(new Reorder(Probability.ONE, Probability.ZERO, 5)).build();
        hosts.shape("udp", reordering);
        TimeSpan all = datagrams(500, 100, 200);

        assertEquals(Answer.YES, answer("reordering", reordering, all), measure("reordering", reordering, all).toString());
        assertEquals(Answer.NO, answer("reordering", delay(50), all));
    }

    @Test
    void knowsHowFastALineIs() throws Exception {
        Shaping slow = asked().rate(Rate.of(new BitRate(4_000_000))).build();
        hosts.shape("udp", slow);
        TimeSpan all = datagrams(900, 1_000, 0);             // 1.8 seconds on that line
        TimeSpan full = new TimeSpan(all.fromNanos(), all.fromNanos() + 1_800_000_000);

        assertEquals(Answer.YES, answer("rate", slow, full), measure("rate", slow, full).toString());
        assertEquals(Answer.NO, answer("rate", asked().rate(Rate.of(new BitRate(2_000_000))).build(), full));
    }

    @Test
    void pairsTheBytesOfTcpThroughLossAndDelay() throws Exception {
        Shaping asked = ShapingBuilder.of(delay(20)).loss(new Loss.Every(50)).build();
        hosts.shape("tcp", asked);
        long from = System.nanoTime();
        try (Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress())) {
            for (int i = 0; i < 200; i++) {
                Conversation.say(talk.near(), 1_000);
                Conversation.hear(talk.far(), 1_000);
            }
        }
        TimeSpan all = new TimeSpan(from, System.nanoTime());

        Pairing pairing = pairing(all);
        assertTrue(pairing.sent() >= 204 && pairing.lost() >= 3 && pairing.lost() * 20 < pairing.sent(), pairing.toString());
        assertEquals(0, pairing.damaged());
        assertEquals(Answer.YES, answer("loss", asked, all), measure("loss", asked, all).toString());
        assertEquals(Answer.YES, answer("delay p50", asked, all), measure("delay p50", asked, all).toString());
        assertEquals(Answer.NO, answer("delay p50", delay(80), all));
        assertEquals(Answer.NO, answer("loss", ShapingBuilder.of(delay(20)).loss(random(30)).build(), all));
    }

    @Test
    void pairsLargePacketsThatOffloadMakes() throws Exception {
        long from = System.nanoTime();
        try (Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress())) {
            for (int i = 0; i < 10; i++) {
                Conversation.say(talk.near(), 400_000);
                Conversation.hear(talk.far(), 400_000);
            }
        }
        TimeSpan all = new TimeSpan(from, System.nanoTime());

        Pairing pairing = pairing(all);
        assertTrue(pairing.sent() > 60 && pairing.sent() < 2_000, "packets are larger than the wire's: " + pairing.sent());
        assertEquals(0, pairing.lost());
        assertEquals(0, pairing.strays());
        assertEquals(0, pairing.damaged());
    }

    @Test
    void doesNotSeeWhatAHostDoesToItsOwnPacketsButTheirClocksTell() throws Exception {
        try (Conversation talk = new Conversation(hosts.near(), hosts.far(), hosts.farAddress())) {
            TimeSpan before = chat(talk, 100);
            hosts.shapeSender("tcp", delay(60));
            TimeSpan all = chat(talk, 100);
    
            assertEquals(Answer.NO, answer("delay p50", delay(60), all));
            assertEquals(Answer.YES, ownAnswer(before, all, 60));
            assertEquals(Answer.NO, ownAnswer(before, all, 120));
        }
    }

    private Answer ownAnswer(TimeSpan before, TimeSpan shaped, int millis) {
        Selection selection = new Selection(Selector.all(),
            new PeerSet(IpNetwork.everyone(IpFamily.IPV4)), List.of());
        return new EgressMeasurement(near, selection).measure(before, shaped,
                new ExpectedShaping(delay(millis), Duration.ofMillis(100), PRECISION, Optional.empty())).stream()
            .filter(measure -> measure.what().equals("delay p50")).findFirst().orElseThrow().verdict().answer();
    }

    private static TimeSpan chat(Conversation talk, int times) throws Exception {
        long from = System.nanoTime();
        for (int i = 0; i < times; i++) {
            talk.exchange(100);
            Thread.sleep(3);
        }
        return new TimeSpan(from, System.nanoTime());
    }

    /** Sends numbered ones, with a pause between two. */
    private TimeSpan datagrams(int count, int bytes, int pauseMicros) throws Exception {
        long from = System.nanoTime();
        hosts.near().namespace().call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < count; i++) {
                    byte[] data = new byte[bytes];
                    ByteBuffer.wrap(data).putLong((long) (i + 1) * 0x9E37_79B9_7F4A_7C15L);      // alike in no bits
                    socket.send(new DatagramPacket(data, bytes, new InetSocketAddress(Routed.FAR, 7_000)));
                    for (long until = System.nanoTime() + pauseMicros * 1_000L; System.nanoTime() < until;) {
                        Thread.onSpinWait();
                    }
                }
                return null;
            }
        });
        return new TimeSpan(from, System.nanoTime());
    }

    private Pairing pairing(TimeSpan timeSpan) {
        return new PathMeasurement(near, far).pairing(timeSpan, IN_FLIGHT);
    }

    private Answer answer(String what, Shaping asked, TimeSpan shaped) {
        return measure(what, asked, shaped).verdict().answer();
    }

    private Measure measure(String what, Shaping asked, TimeSpan shaped) {
        return new PathMeasurement(near, far).measure(shaped, Optional.empty(), new ExpectedShaping(asked, IN_FLIGHT, PRECISION, Optional.empty())).stream()
            .filter(measure -> measure.what().equals(what)).findFirst().orElseThrow();
    }

    private static Shaping delay(int millis) {
        return new ShapingBuilder().delay(Delay.of(Duration.ofMillis(millis))).build();
    }

    /** A shaping has one part at least; this one does nothing. */
    private static ShapingBuilder asked() {
        return new ShapingBuilder().delay(Delay.of(Duration.ZERO));
    }

    private static Loss random(int percent) {
        return Loss.Random.of(Probability.percent(percent));
    }
}
