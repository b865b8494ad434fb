package io.nofin.witness.measure;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Shaping;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.witness.measure.Measure.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a line did with what was asked of it. Proportions are held against Wilson's interval, quantiles of delay against that
 * of order statistics, both at 99.9 %.
 *
 * @param precision the error that a delay may have in addition: neither the line without a fault nor a timer is perfect
 * @param missing   the reason why packets may be missing from the sample; nothing is then known
 */
public record Judge(Shaping asked, Duration precision, Optional<String> missing) {

    private static final List<Integer> OFILES = List.of(50, 90, 99);
    private static final int MEDIAN = 50;
    private static final String OF = " of ";

    /** Returns a judge for a measure that something else may hide: nothing is then known. */
    public Judge because(Optional<String> hidden) {
        return new Judge(asked, precision, missing.or(() -> hidden));
    }

    /**
     * Returns every measure of packets that crossed the line while it was shaped.
     *
     * @param before the same line without the fault, whose own delay is taken off; without packets nothing is taken off
     */
    public List<Measure> measure(Pairing shaped, Pairing before) {
        List<Measure> measures = new ArrayList<>(List.of(loss(shaped), duplicates(shaped), damage(shaped), overtaking(shaped)));
        measures.addAll(delays(shaped.delays(), before.delays()));
        return measures;
    }

    /** Returns the measures of delays alone, in nanoseconds and ascending, however they were measured. */
    public List<Measure> delays(List<Long> shaped, List<Long> before) {
        long usual = before.isEmpty() ? 0 : at(before, MEDIAN);
        List<Long> added = shaped.stream().map(nanos -> nanos - usual).toList();
        List<Measure> measures = new ArrayList<>();
        OFILES.forEach(percentile -> measures.add(delay(percentile, added)));
        measures.add(jitter(added));
        return measures;
    }

    /** Returns the measure of loss alone, however it was counted. */
    public Measure loss(Pairing seen) {
        Optional<ExpectedLoss> expected = asked.loss().filter(loss -> !asked.ecn()).map(loss -> ExpectedLoss.of(loss, seen.sent()));
        double worth = expected.map(loss -> loss.worth(seen.sent())).orElse((double) seen.sent());
        long lost = seen.lost() - (asked.corrupt().isPresent() ? Math.min(seen.strays(), seen.lost()) : 0);
        double ratio = (double) lost / seen.sent();
        Interval interval = Interval.ofProportion(ratio * worth, worth);
        String numbers = lost + OF + seen.sent() + " packets lost";
        Verdict verdict = asked.ecn() ? Verdict.unknown(numbers + "; ecn marks some instead")
            : proportion(numbers, seen, expected.map(ExpectedLoss::ratio), interval);
        return new Measure("loss", Unit.RATIO, expected.map(ExpectedLoss::ratio), ratio, interval, seen.sent(), verdict);
    }

    /** Measures duplicates alone. */
    public Measure duplicates(Pairing seen) {
        long arrived = seen.sent() - seen.lost();
        Interval interval = Interval.ofProportion(seen.duplicated(), arrived);
        Optional<Double> expected = asked.duplicate().map(Duplicate::probability).map(Probability::value);
        return new Measure("duplicates", Unit.RATIO, expected, (double) seen.duplicated() / arrived, interval, arrived,
            proportion(seen.duplicated() + OF + arrived + " packets arrived twice", seen, expected, interval));
    }

    /**
     * Measures damage. A flipped bit may hit a header as well, and then is not recognised as damage: it shows as loss, and as a
     * stray.
     */
    public Measure damage(Pairing seen) {
        long arrived = seen.compared() + Math.min(seen.strays(), seen.lost());
        long damaged = seen.damaged() + Math.min(seen.strays(), seen.lost());
        Interval interval = Interval.ofProportion(damaged, arrived);
        Optional<Double> expected = asked.corrupt().map(Corrupt::probability).map(Probability::value);
        return new Measure("corruption", Unit.RATIO, expected, (double) damaged / arrived, interval, arrived,
            proportion(seen.damaged() + OF + arrived + " packets arrived with other content, as far as captured", seen, expected,
                interval));
    }

    /** Measures overtaking. A packet that goes ahead shows only when another one waits. */
    public Measure overtaking(Pairing seen) {
        long arrived = seen.sent() - seen.lost();
        Interval interval = Interval.ofProportion(seen.overtaking(), arrived);
        boolean jitters = asked.delay().filter(delay -> !delay.jitter().isZero()).isPresent() && asked.rate().isEmpty();
        Optional<Double> expected = asked.reorder().map(reorder -> reorder.probability().value() / reorder.gap());
        String numbers = seen.overtaking() + OF + arrived + " packets arrived ahead of an earlier one";
        Verdict verdict = jitters ? Verdict.unknown(numbers + "; jitter reorders as well") : proportion(numbers, seen, expected, interval);
        if (verdict.isNo() && expected.isPresent() && interval.high() < expected.get()) {
            verdict = Verdict.unknown(numbers + "; a packet that goes ahead shows only when another one waits");
        }
        return new Measure("reordering", Unit.RATIO, expected, (double) seen.overtaking() / arrived, interval, arrived, verdict);
    }

    private Verdict proportion(String numbers, Pairing seen, Optional<Double> expected, Interval interval) {
        Optional<Verdict> nothing = nothingKnown(seen.sent());
        if (nothing.isPresent()) {
            return nothing.get();
        }
        if (seen.ambiguous() * 2 > seen.sent()) {
            return Verdict.unknown(numbers + "; most packets have a twin with the same content");
        }
        double asked = expected.orElse(0.0);
        String compared = numbers + ": asked " + percent(asked) + ", between " + percent(interval.low()) + " and "
            + percent(interval.high()) + " at 99.9 % (Wilson)";
        return interval.reaches(asked, 0) ? Verdict.yes(compared) : Verdict.no(compared);
    }

    private Measure delay(int percentile, List<Long> added) {
        double quantile = percentile / 100.0;
        Interval interval = Interval.ofQuantile(added, quantile);
        Optional<Double> expected = asked.delay().map(delay -> new ExpectedDelay(delay).quantileNanos(quantile));
        double seen = added.isEmpty() ? Double.NaN : at(added, percentile);
        return new Measure("delay p" + percentile, Unit.NANOSECONDS, expected, seen, interval, added.size(),
            delayVerdict("p" + percentile, added.size(), seen, expected.orElse(0.0), interval));
    }

    private Verdict delayVerdict(String what, int samples, double seen, double expected, Interval interval) {
        Optional<Verdict> nothing = nothingKnown(samples);
        if (nothing.isPresent()) {
            return nothing.get();
        }
        String compared = what + " of " + samples + " packets is " + millis(seen) + ": asked " + millis(expected) + ", between "
            + millis(interval.low()) + " and " + millis(interval.high()) + " at 99.9 % (order statistics), give or take "
            + Durations.format(precision);
        if (!interval.reaches(expected, precision.toNanos())) {
            boolean mayWait = interval.low() > expected && (asked.rate().isPresent() || asked.slot().isPresent());
            boolean mayGo = interval.high() < expected && asked.reorder().isPresent();
            return mayWait || mayGo ? Verdict.unknown(compared + "; the fault has more than a delay") : Verdict.no(compared);
        }
        return interval.isBounded() ? Verdict.yes(compared) : Verdict.unknown(compared + "; too few packets: a median takes 15");
    }

    /**
     * Measures jitter: half of the distance from the tenth to the ninetieth percentile. It is reported, not judged, because the
     * percentiles are judged.
     */
    private Measure jitter(List<Long> added) {
        double seen = added.isEmpty() ? Double.NaN : (at(added, 90) - at(added, 10)) / 2.0;
        Optional<Double> expected = asked.delay().map(ExpectedDelay::new)
            .map(delay -> (delay.quantileNanos(0.9) - delay.quantileNanos(0.1)) / 2);
        Interval low = Interval.ofQuantile(added, 0.1);
        Interval high = Interval.ofQuantile(added, 0.9);
        Interval interval = new Interval((high.low() - low.high()) / 2, (high.high() - low.low()) / 2);
        return new Measure("jitter", Unit.NANOSECONDS, expected, seen, interval, added.size(),
            delayVerdict("half of p10 to p90", added.size(), seen, expected.orElse(0.0), interval));
    }

    private Optional<Verdict> nothingKnown(long samples) {
        return missing.map(Verdict::unknown)
            .or(() -> samples == 0 ? Optional.of(Verdict.unknown("no packet to measure was seen")) : Optional.empty());
    }

    private static long at(List<Long> ascending, int percentile) {
        return ascending.get(Math.min(ascending.size() - 1, ascending.size() * percentile / 100));
    }

    private static String percent(double ratio) {
        return BigDecimal.valueOf(ratio * 100).round(new MathContext(3)).stripTrailingZeros().toPlainString() + "%";
    }

    private static String millis(double nanos) {
        return Double.isInfinite(nanos) ? nanos < 0 ? "nothing" : "anything"
            : BigDecimal.valueOf(nanos / 1e6).setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString() + "ms";
    }
}
