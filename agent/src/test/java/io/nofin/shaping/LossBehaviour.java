package io.nofin.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.scenario.Loss;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets are lost as often, and as many in a row, as their loss model says. Time plays no part. */
interface LossBehaviour extends Behaviour {

    int PACKETS = 20_000;

    /** The seed of the numbers that losses are compared with. */
    int SEED = 1;

    static Stream<Loss> models() {
        return Stream.of(Loss.Random.of(Probability.percent(10)),
            new Loss.GilbertElliott(Probability.percent(2), Probability.percent(20), Probability.ONE, Probability.ZERO),
            new Loss.GilbertElliott(Probability.percent(5), Probability.percent(30), Probability.percent(60), Probability.percent(1)),
            new Loss.FourState(Probability.percent(5), Probability.percent(30), Probability.percent(10), Probability.percent(50),
                Probability.percent(1)));
    }

    @ParameterizedTest
    @MethodSource("io.nofin.shaping.LossBehaviour#models")
    default void losesAsOftenAndAsManyInARowAsTheModelSays(Loss loss) throws IOException {
        Losses losses = Losses.of(wire(new ShapingBuilder().loss(loss)), PACKETS);

        LossTheory theory = LossTheory.of(loss);
        System.out.printf("loss %s: %.2f%% (%.2f%%), bursts of %.2f (%.2f)%n", loss, 100 * losses.rate(), 100 * theory.rate(),
            losses.meanBurst(), theory.meanBurst());
        assertEquals(theory.rate(), losses.rate(), theory.rateTolerance(PACKETS, DEVIATIONS));
        assertEquals(theory.meanBurst(), losses.meanBurst(), theory.meanBurstTolerance(PACKETS, DEVIATIONS));
    }

    /** Bursts have geometric lengths: in the bad state all is lost, and each packet ends it with probability r. */
    @Test
    default void burstsOfGilbertElliottAreGeometric() throws IOException {
        double r = 0.25;
        Losses losses = Losses.of(wire(new ShapingBuilder().loss(new Loss.GilbertElliott(Probability.percent(5), new Probability(r),
            Probability.ONE, Probability.ZERO))), PACKETS);

        for (int length = 1; length <= 10; length++) {
            assertEquals(1 - Math.pow(1 - r, length), (double) losses.burstsUpTo(length) / losses.bursts(),
                DEVIATIONS * 0.5 / Math.sqrt(losses.bursts()), "bursts up to " + length);
        }
    }

    /** Each random number is a mean of a new one and the one before, and a packet is lost when it is small. */
    @Test
    default void correlatedLossesFollowEachOtherAsOftenAsInNetem() throws IOException {
        double correlation = 0.6;
        Losses losses = Losses.of(wire(new ShapingBuilder().loss(
            new Loss.Random(Probability.percent(50), new Probability(correlation)))), PACKETS);

        SplittableRandom random = new SplittableRandom(SEED);
        double last = random.nextDouble();
        int starts = 0;
        for (int i = 0; i < 50 * PACKETS; i++) {
            double next = (1 - correlation) * random.nextDouble() + correlation * last;
            starts += last > 0.5 && next <= 0.5 ? 1 : 0;
            last = next;
        }
        LossTheory theory = new LossTheory(0.5, 0.5 * 50 * PACKETS / starts);
        assertEquals(theory.rate(), losses.rate(), theory.rateTolerance(PACKETS, DEVIATIONS));
        assertEquals(theory.meanBurst(), losses.meanBurst(), theory.meanBurstTolerance(PACKETS, DEVIATIONS));
    }
}
