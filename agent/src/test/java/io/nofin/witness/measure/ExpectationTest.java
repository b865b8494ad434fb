package io.nofin.witness.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.scenario.Loss;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    @Test
    void knowsWhatEachLossComesTo() {
        assertEquals(0.02, ExpectedLoss.of(Loss.Random.of(Probability.percent(2)), 100).ratio());
        assertEquals(0.1, ExpectedLoss.of(new Loss.Every(10), 100).ratio());
        assertEquals(0.05, ExpectedLoss.of(new Loss.First(5), 100).ratio());
        assertEquals(0.02, ExpectedLoss.of(new Loss.Packets(List.of(3, 7, 300)), 100).ratio());
        assertEquals(1, ExpectedLoss.of(new Loss.First(5), 3).ratio());
    }

    @Test
    void knowsHowOftenBurstsLose() {
        var bursts = new Loss.GilbertElliott(percent(5), percent(20), percent(80), percent(1));

        assertEquals(0.2 * 0.8 + 0.8 * 0.01, ExpectedLoss.of(bursts, 1).ratio(), 1e-12);
        assertEquals(100 * 0.25 / 1.75, ExpectedLoss.of(bursts, 1).worth(100), 1e-9);
    }

    @Test
    void knowsTheBalanceOfFourStates() {
        var chain = new Loss.FourState(percent(10), percent(30), percent(20), percent(40), percent(5));

        assertEquals(simulated(chain), ExpectedLoss.of(chain, 1).ratio(), 0.005);
    }

    @Test
    void knowsChainsThatNeverLeaveAState() {
        assertEquals(0, ExpectedLoss.of(new Loss.FourState(percent(10), percent(50), percent(50), percent(0), percent(0)), 1).ratio());
        assertEquals(1, ExpectedLoss.of(new Loss.FourState(percent(10), percent(0), percent(0), percent(0), percent(0)), 1).ratio());
    }

    @Test
    void knowsTheQuantilesOfADelay() {
        assertEquals(30e6, quantile(new Delay(Duration.ofMillis(30), Duration.ZERO, Probability.ZERO, Distribution.NORMAL), 0.99));
        assertEquals(46e6, quantile(new Delay(Duration.ofMillis(30), Duration.ofMillis(20), Probability.ZERO, Distribution.UNIFORM), 0.9));
        assertEquals(0, quantile(new Delay(Duration.ofMillis(3), Duration.ofMillis(20), Probability.ZERO, Distribution.UNIFORM), 0.1));
        assertEquals(30e6 + 1.2816 * 5e6,
            quantile(new Delay(Duration.ofMillis(30), Duration.ofMillis(5), Probability.ZERO, Distribution.NORMAL), 0.9), 0.01e6);
    }

    private static double quantile(Delay delay, double quantile) {
        return new ExpectedDelay(delay).quantileNanos(quantile);
    }

    private static double simulated(Loss.FourState chain) {
        SplittableRandom random = new SplittableRandom(7);
        int state = 1;
        int lost = 0;
        for (int i = 0; i < 2_000_000; i++) {
            double dice = random.nextDouble();
            state = switch (state) {
                case 1 -> dice < chain.p13().value() ? 3 : dice < chain.p13().value() + chain.p14().value() ? 4 : 1;
                case 2 -> dice < chain.p23().value() ? 3 : 2;
                case 3 -> dice < chain.p31().value() ? 1 : dice < chain.p31().value() + chain.p32().value() ? 2 : 3;
                default -> 1;
            };
            lost += state > 2 ? 1 : 0;
        }
        return lost / 2e6;
    }

    private static Probability percent(double percent) {
        return Probability.percent(percent);
    }
}
