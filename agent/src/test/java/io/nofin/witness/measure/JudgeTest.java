package io.nofin.witness.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Rate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.BitRate;
import io.nofin.unit.Probability;
import io.nofin.witness.measure.Verdict.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Pairing NONE = new Pairing(0, 0, 0, 0, 0, 0, 0, 0, List.of());
    private static final Shaping THIRTY_MS = new ShapingBuilder().delay(Delay.of(Duration.ofMillis(30))).build();

    @Test
    void comparesLossWithinWhatTheSampleAllows() {
        Shaping asked = new ShapingBuilder().loss(Loss.Random.of(Probability.percent(5))).build();

        assertEquals(Answer.YES, answer("loss", asked, lost(1_000, 61)));
        assertEquals(Answer.NO, answer("loss", asked, lost(1_000, 100)));
        assertEquals(Answer.NO, answer("loss", asked, lost(1_000, 20)));
        assertEquals(Answer.YES, answer("loss", asked, lost(20, 4)));
    }

    @Test
    void saysWhatItCompared() {
        Shaping asked = new ShapingBuilder().loss(Loss.Random.of(Probability.percent(5))).build();

        assertEquals("100 of 1000 packets lost: asked 5%, between 7.29% and 13.6% at 99.9 % (Wilson)",
            measure("loss", asked, lost(1_000, 100)).verdict().reason());
    }

    @Test
    void allowsMoreWhereLossComesInBursts() {
        Pairing seen = lost(1_000, 100);
        Shaping bursts = new ShapingBuilder().loss(new Loss.GilbertElliott(
            Probability.percent(1), Probability.percent(19), Probability.ONE, Probability.ZERO)).build();

        assertEquals(Answer.YES, answer("loss", bursts, seen));
    }

    @Test
    void wantsNoLossWhereNoneWasAsked() {
        assertEquals(Answer.YES, answer("loss", THIRTY_MS, lost(100, 0)));
        assertEquals(Answer.NO, answer("loss", THIRTY_MS, lost(1_000, 30)));
    }

    @Test
    void comparesDuplicatesDamageAndOrder() {
        Shaping asked = new ShapingBuilder().delay(Delay.of(Duration.ofMillis(30))).duplicate(Duplicate.of(Probability.percent(10)))
            .corrupt(Corrupt.of(Probability.percent(20))).reorder(Reorder.of(Probability.percent(30))).build();
        Pairing right = new Pairing(1_000, 0, 100, 300, 1_000, 200, 0, 0, List.of());
        Pairing wrong = new Pairing(1_000, 0, 300, 500, 1_000, 20, 0, 0, List.of());

        assertEquals(Answer.YES, answer("duplicates", asked, right));
        assertEquals(Answer.YES, answer("corruption", asked, right));
        assertEquals(Answer.YES, answer("reordering", asked, right));
        assertEquals(Answer.NO, answer("duplicates", asked, wrong));
        assertEquals(Answer.NO, answer("corruption", asked, wrong));
        assertEquals(Answer.NO, answer("reordering", asked, wrong));
    }

    @Test
    void comparesQuantilesOfDelay() {
        assertEquals(Answer.YES, answer("delay p50", THIRTY_MS, delayed(31, 2_000)));
        assertEquals(Answer.NO, answer("delay p50", THIRTY_MS, delayed(20, 2_000)));
        assertEquals(Answer.NO, answer("delay p99", THIRTY_MS, delayed(40, 2_000)));
        assertEquals(Answer.UNKNOWN, answer("delay p99", THIRTY_MS, delayed(31, 20)), "too few");
        assertEquals(Answer.NO, answer("delay p99", THIRTY_MS, delayed(40, 20)), "too few to pass, but wrong anyway");
    }

    @Test
    void takesOffWhatTheLineTakesByItself() {
        Measure measure = new Judge(THIRTY_MS, Duration.ofMillis(2), Optional.empty())
            .delays(delayed(50, 100).delays(), delayed(20, 100).delays()).get(0);

        assertEquals(30e6, measure.seen(), 1e6);
        assertTrue(measure.verdict().isYes(), measure.verdict().reason());
    }

    @Test
    void knowsNothingWhenPacketsAreMissingOrThereAreNone() {
        Judge judge = new Judge(THIRTY_MS, Duration.ofMillis(2), Optional.of("the capture lost packets"));

        assertTrue(judge.measure(delayed(30, 2_000), NONE).stream().allMatch(measure -> measure.verdict().isUnknown()));
        assertEquals(Answer.UNKNOWN, answer("delay p50", THIRTY_MS, NONE));
        assertEquals(Answer.UNKNOWN, answer("loss", THIRTY_MS, NONE));
    }

    @Test
    void doesNotTrustCountsOfTwins() {
        assertEquals(Answer.UNKNOWN, answer("loss", THIRTY_MS, new Pairing(100, 0, 0, 0, 100, 0, 0, 90, List.of())));
    }

    @Test
    void knowsAnIdleLineFromAFullOne() {
        Rate asked = Rate.of(new BitRate(8_000_000));

        Measure full = throughput(1_000, 1).judge(Optional.of(asked), Optional.empty());
        assertTrue(full.verdict().isYes(), full.verdict().reason());
        assertEquals("8000 kbit/s in the fastest 500 ms, asked 8mbit", full.verdict().reason());
        assertEquals("800 kbit/s in the fastest 500 ms, asked 8mbit; the line was never full",
            throughput(100, 10).judge(Optional.of(asked), Optional.empty()).verdict().reason());
        assertTrue(throughput(1_200, 1).judge(Optional.of(Rate.of(new BitRate(6_000_000))), Optional.of("some lost")).verdict().isNo());
    }

    @Test
    void findsTheDelayInTheSendersClock() {
        List<PacketObservation> before = LongStream.range(0, 100).mapToObj(i -> Packets.stamped(i * 1_300, 0xFFFF_FFF0L + i * 1_300 / 1_000)).toList();
        List<PacketObservation> shaped = LongStream.range(100, 200)
            .mapToObj(i -> Packets.stamped(i * 1_300 + 30_000, 0xFFFF_FFF0L + i * 1_300 / 1_000)).toList();

        List<Long> added = SenderClock.added(before, shaped);
        assertEquals(100, added.size());
        assertTrue(added.stream().allMatch(nanos -> Math.abs(nanos - 30_000_000) <= SenderClock.TICK_NANOS), added.toString());
        assertEquals(List.of(), SenderClock.added(List.of(), shaped));
    }

    private static Throughput throughput(int packets, int everyMillis) {
        return Throughput.of(LongStream.range(0, packets).mapToObj(i -> Packets.segment(i * everyMillis, i * 960, 960)).toList());
    }

    private static Answer answer(String what, Shaping asked, Pairing seen) {
        return measure(what, asked, seen).verdict().answer();
    }

    private static Measure measure(String what, Shaping asked, Pairing seen) {
        return new Judge(asked, Duration.ofMillis(2), Optional.empty()).measure(seen, NONE).stream()
            .filter(measure -> measure.what().equals(what)).findFirst().orElseThrow();
    }

    private static Pairing lost(long sent, long lost) {
        return new Pairing(sent, lost, 0, 0, sent - lost, 0, 0, 0, List.of());
    }

    private static Pairing delayed(long millis, int packets) {
        return new Pairing(packets, 0, 0, 0, packets, 0, 0, 0,
            LongStream.range(0, packets).map(i -> millis * 1_000_000 + i % 100).boxed().toList());
    }
}
