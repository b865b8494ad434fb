package io.nofin.shaping;

import io.nofin.scenario.Delay;
import io.nofin.scenario.Distribution;
import io.nofin.testing.Volley;
import io.nofin.unit.DelayTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Quantiles that show how delays are spread, in milliseconds. */
final class Quantiles {

    private static final double[] PARTS = {0.1, 0.25, 0.5, 0.75, 0.9};
    private static final int DRAWS = 1_000_000;
    private static final int SEED = 1;

    private Quantiles() {
    }

    static double[] of(Volley volley) {
        return Arrays.stream(PARTS).map(volley::quantileMs).toArray();
    }

    static double worst(double[] expected, Volley volley) {
        double[] measured = of(volley);
        return IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i] - measured[i])).max().orElseThrow();
    }

    /** Returns the quantiles by the distribution's table, or, with correlation, which tables do not know, by trying. */
    static double[] expected(Delay delay) {
        double mean = delay.time().toNanos() / 1e6;
        double jitter = delay.jitter().toNanos() / 1e6;
        if (delay.correlation().value() > 0) {
            double[] drawn = correlated(delay.correlation().value());
            return Arrays.stream(PARTS).map(part -> mean - jitter + 0x1p32 / 1e6 * drawn[(int) (part * DRAWS)]).toArray();
        }
        return Arrays.stream(PARTS).map(part -> mean + jitter * deviate(delay.distribution(), part)).toArray();
    }

    /** Returns Pearson's coefficient between the delay of a packet and that of the one sent before. */
    static double neighbours(Volley volley) {
        double[] delays = volley.arrivals().stream().sorted(Comparator.comparingInt(Volley.Arrival::number))
            .mapToDouble(arrival -> arrival.delay().toNanos() / 1e6).toArray();
        double mean = Arrays.stream(delays).average().orElseThrow();
        double variance = Arrays.stream(delays).map(delay -> (delay - mean) * (delay - mean)).sum();
        return IntStream.range(1, delays.length).mapToDouble(i -> (delays[i] - mean) * (delays[i - 1] - mean)).sum() / variance;
    }

    static String inMillis(double[] values) {
        return Arrays.stream(values).mapToObj(value -> String.format("%.1f", value)).collect(Collectors.joining(" ", "", " ms"));
    }

    /** Returns numbers from 0 to 1, of which each was drawn as a mean of a new one and the one before; sorted. */
    private static double[] correlated(double correlation) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] drawn = new double[DRAWS];
        drawn[0] = random.nextDouble();
        for (int i = 1; i < DRAWS; i++) {
            drawn[i] = (1 - correlation) * random.nextDouble() + correlation * drawn[i - 1];
        }
        Arrays.sort(drawn);
        return drawn;
    }

    /** Returns how far a quantile of the distribution is from its mean, in units of the jitter. */
    private static double deviate(Distribution distribution, double part) {
        if (distribution == Distribution.UNIFORM) {
            return 2 * part - 1;
        }
        short[] table = DelayTable.valueOf(distribution.name()).toShorts();
        Arrays.sort(table);
        return table[(int) (part * table.length)] / (double) DelayTable.SCALE;
    }
}
