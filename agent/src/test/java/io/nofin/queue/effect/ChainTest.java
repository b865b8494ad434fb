package io.nofin.queue.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Loss;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChainTest {

    private static final Damageable UDP = new Damageable(8, 100);
    private static final Delay TEN_MS = Delay.of(Duration.ofMillis(10));
    private static final Shaping EVERYTHING = new ShapingBuilder()
        .delay(new Delay(Duration.ofMillis(10), Duration.ofMillis(3), Probability.percent(25), Distribution.PARETONORMAL))
        .loss(Loss.GilbertElliott.of(Probability.percent(3))).duplicate(Duplicate.of(Probability.percent(5)))
        .corrupt(Corrupt.of(Probability.percent(4))).reorder(Reorder.of(Probability.percent(10))).build();

    @Test
    void decidesTheSameAboutTheSamePackets() {
        List<String> first = replay(7, EVERYTHING, new ShapingBuilder().delay(TEN_MS).loss(Loss.Random.of(Probability.percent(1))).build());
        List<String> second = replay(7, EVERYTHING, new ShapingBuilder().delay(TEN_MS).loss(Loss.Random.of(Probability.percent(1))).build());

        assertEquals(first, second);
        assertNotEquals(first, replay(8, EVERYTHING, new ShapingBuilder().delay(TEN_MS).loss(Loss.Random.of(Probability.percent(1))).build()));
        assertTrue(first.size() > 18_000 && first.size() < 21_000, "copies of 20000: " + first.size());
    }

    @Test
    void addsTheDelaysOfSeveralFaults() {
        assertEquals(List.of("20000000 false []"), copies(List.of(delayed(), delayed()), 1));
    }

    @Test
    void aFaultBehindAnotherOneSeesWhatThatLeaves() {
        Shaper doubling = new Shaper(new ShapingBuilder().duplicate(Duplicate.of(Probability.ONE)).build(), 1);
        Shaper every = new Shaper(new ShapingBuilder().loss(new Loss.Every(2)).build(), 1);

        assertEquals(3, copies(List.of(doubling, every), 3).size());
        assertEquals(3, doubling.counts().of(Fate.DUPLICATED));
        assertEquals(6, every.counts().of(Fate.SEEN));
        assertEquals(3, every.counts().of(Fate.LOST));
    }

    @Test
    void marksInsteadOfLosingWhatCanBeMarked() {
        Shaper shaper = new Shaper(new ShapingBuilder().loss(Loss.Random.of(Probability.ONE)).ecn(true).build(), 1);
        List<String> copies = new ArrayList<>();
        Chain chain = new Chain().through(1, bit -> shaper);
        chain.pass(0, 128, true, UDP, (due, marked, damages, count) -> copies.add("ect " + marked));
        chain.pass(0, 128, false, UDP, (due, marked, damages, count) -> copies.add("not ect " + marked));

        assertEquals(List.of("ect true"), copies);
        assertEquals(new LaneCounts(Map.of(), 256).plus(new LaneCounts(Map.of(Fate.SEEN, 2L, Fate.PASSED, 1L, Fate.LOST, 1L, Fate.MARKED, 1L), 0)), shaper.counts());
    }

    @Test
    void dropsWhatIsOverTheLimitUntilPacketsHaveLeft() {
        Shaper shaper = new Shaper(new ShapingBuilder().delay(TEN_MS).limit(2).build(), 1);
        copies(List.of(shaper), 3);
        assertEquals(1, shaper.counts().of(Fate.OVERLIMIT));

        Chain.left(1, bit -> shaper);
        assertEquals(1, copies(List.of(shaper), 1).size());
    }

    @Test
    void changesFromTheNextPacketOnAndKeepsCounting() {
        Shaper shaper = new Shaper(new ShapingBuilder().loss(new Loss.Every(2)).build(), 1);
        copies(List.of(shaper), 3);
        shaper.change(new ShapingBuilder().loss(new Loss.Every(4)).build());

        assertEquals(0, copies(List.of(shaper), 1).size(), "the fourth packet");
        assertEquals(2, shaper.counts().of(Fate.LOST));
    }

    @Test
    void damagesOneBitAnywhereOrInThePayloadOnly() {
        for (boolean fix : new boolean[] {false, true}) {
            Shaper shaper = new Shaper(new ShapingBuilder().corrupt(new Corrupt(Probability.ONE, Probability.ZERO, fix)).build(), 1);
            int[] bits = new int[10_000];
            int[] taken = new int[1];
            Chain chain = new Chain().through(1, bit -> shaper);
            for (int i = 0; i < bits.length; i++) {
                chain.pass(0, 128, false, UDP, (due, marked, damages, count) -> {
                    assertEquals(fix, Damage.fixesChecksum(damages[0]));
                    bits[taken[0]++] = Damage.bit(damages[0]);
                    Chain.left(1, bit -> shaper);
                });
            }
            assertEquals(fix ? 64 : 0, Arrays.stream(bits).min().getAsInt());
            assertEquals(108 * 8 - 1, Arrays.stream(bits).max().getAsInt());
        }
    }

    /** A recorded list of packets: times and lengths. */
    private static List<String> replay(long seed, Shaping... shapings) {
        List<Shaper> shapers = new ArrayList<>();
        for (int i = 0; i < shapings.length; i++) {
            shapers.add(new Shaper(shapings[i], Shaper.seed(seed, i)));
        }
        SplittableRandom recorded = new SplittableRandom(99);
        List<String> copies = new ArrayList<>();
        Chain chain = new Chain();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += recorded.nextInt(100_000);
            int number = i;
            chain.through((1 << shapings.length) - 1, shapers::get).pass(now, 60 + recorded.nextInt(1_400), false, UDP,
                (due, marked, damages, count) -> {
                    copies.add(number + " " + due + " " + Arrays.toString(Arrays.copyOf(damages, count)));
                    Chain.left((1 << shapings.length) - 1, shapers::get);
                });
        }
        return copies;
    }

    private static List<String> copies(List<Shaper> shapers, int packets) {
        List<String> copies = new ArrayList<>();
        int highest = shapers.size() - 1;
        Chain chain = new Chain();
        for (int i = 0; i < packets; i++) {
            chain.through((1 << shapers.size()) - 1, bit -> shapers.get(highest - bit)).pass(0, 128, false, UDP,
                (due, marked, damages, count) -> copies.add(due + " " + marked + " " + Arrays.toString(Arrays.copyOf(damages, count))));
        }
        return copies;
    }

    private static Shaper delayed() {
        return new Shaper(new ShapingBuilder().delay(TEN_MS).build(), 1);
    }
}
