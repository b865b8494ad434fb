package io.nofin.run;

import io.nofin.inject.GateCount;
import io.nofin.inject.Shaped;
import io.nofin.queue.effect.Fate;
import io.nofin.scenario.FaultExpectation;
import io.nofin.unit.Probability;
import io.nofin.witness.DropEvidence;
import io.nofin.witness.FaultEvidence;
import io.nofin.witness.measure.Interval;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;

/** Judges what a fault was expected to do, by captures and by the counters of whatever shaped its packets. */
record FaultJudge(FaultResult result, List<FaultEvidence> evidence) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final String INWARDS = " in";
    private static final String WANTED = ": it takes TCP connections that were there before or begin meanwhile, or pings that the target answers";
    private static final String WANTED_OUT = ": on the way out it takes TCP, pings, or datagrams with an identification (IPv4, of connected sockets)";
    private static final String WANTED_IN = ": on the way in it takes pings that the target answers, or hosts that are watched on either side of it";
    private static final Set<String> OF_SHARES = Set.of("duplicates", "corruption", "reordering");

    /** The value that was asked for, its tolerance where given, and how numbers are formatted. */
    private record Asked(double value, Optional<Double> within, DoubleFunction<String> words) {

        Verdict compare(double seen, Interval interval, String samples) {
            String numbers = words.apply(seen) + " seen in " + samples + ", asked " + words.apply(value);
            boolean agrees = within.isPresent() ? Math.abs(seen - value) <= within.get() : interval.reaches(value, 0);
            String known = numbers + (within.isPresent() ? " within " + words.apply(within.get())
                : "; by so many, it is between " + words.apply(interval.low()) + " and " + words.apply(interval.high()));
            return agrees ? Verdict.yes(known) : Verdict.no(known);
        }
    }

    Judgement judge(FaultExpectation expectation) {
        Verdict verdict;
        if (expectation instanceof FaultExpectation.Silent silent) {
            verdict = silent(silent.silent());
        } else if (expectation instanceof FaultExpectation.Matched matched) {
            verdict = matched(matched.atLeast());
        } else if (expectation instanceof FaultExpectation.LossWithin loss) {
            verdict = loss(loss);
        } else if (expectation instanceof FaultExpectation.ShareWithin share) {
            verdict = measured(switch (share.what()) {
                case DUPLICATE -> "duplicates";
                case CORRUPT -> "corruption";
                case REORDER -> "reordering";
            }, asked(share.share(), share.within()));
        } else if (expectation instanceof FaultExpectation.DelayWithin delay) {
            verdict = measured("delay p50", new Asked(delay.delay().toNanos(), delay.within().map(within -> (double) within.toNanos()),
                nanos -> String.format(Locale.ROOT, "%.3gms", nanos / NANOS_PER_MILLI)));
        } else {
            FaultExpectation.RateWithin rate = (FaultExpectation.RateWithin) expectation;
            verdict = measured("rate", new Asked(rate.rate().bitsPerSecond(),
                rate.within().map(share -> share.value() * rate.rate().bitsPerSecond()),
                bits -> String.format(Locale.ROOT, "%.4gmbit", bits / 1e6)));
        }
        return new Judgement(expectation, verdict, "fault " + result.name());
    }

    private Verdict matched(long atLeast) {
        String seen = result.packets() + " packets matched";
        return result.packets() >= atLeast ? Verdict.yes(seen) : Verdict.no(seen);
    }

    private Verdict silent(boolean expected) {
        List<Verdict> verdicts = new ArrayList<>();
        for (FaultEvidence host : evidence) {
            verdicts.add(at(host, expected ? host.silence().verdict() : not(host.silence().verdict())));
            if (expected) {
                host.cut().map(DropEvidence::verdict).ifPresent(cut -> verdicts.add(at(host, cut)));
            }
        }
        return expected ? VerdictLogic.all(verdicts) : VerdictLogic.any(verdicts);
    }

    private static Verdict not(Verdict verdict) {
        return verdict.isYes() ? Verdict.no(verdict.reason()) : verdict.isNo() ? Verdict.yes(verdict.reason()) : verdict;
    }

    /** Judges loss by captures where they show it, else by the engines' counters. */
    private Verdict loss(FaultExpectation.LossWithin expectation) {
        Asked asked = asked(expectation.loss(), expectation.within());
        Verdict byTheWire = measured("loss", asked);
        if (!byTheWire.isUnknown()) {
            return byTheWire;
        }
        long lost = 0;
        long all = 0;
        for (GateCount count : result.counts()) {
            if (count.shaped().orElse(null) instanceof Shaped.ByQueue queue) {
                lost += queue.counts().of(Fate.LOST);
                all += queue.counts().of(Fate.SEEN);
            } else if (count.shaped().orElse(null) instanceof Shaped.ByNetem netem) {
                lost += netem.counts().dropped();
                all += netem.counts().dropped() + netem.counts().packets();
            }
        }
        return all == 0 ? Verdict.unknown("no packet was shaped")
            : asked.compare((double) lost / all, Interval.ofProportion(lost, all), all + " packets counted by the engines that shaped them");
    }

    private static Asked asked(Probability share, Optional<Probability> within) {
        return new Asked(share.value(), within.map(Probability::value), ratio -> String.format(Locale.ROOT, "%.3g%%", ratio * 100));
    }

    private Verdict measured(String what, Asked asked) {
        List<Verdict> verdicts = new ArrayList<>();
        for (FaultEvidence host : evidence) {
            for (Measure measure : host.measures()) {
                if (measure.what().equals(what) || measure.what().equals(what + INWARDS)) {
                    boolean known = measure.samples() > 0 && !measure.verdict().isUnknown();
                    verdicts.add(at(host, known ? compare(asked, measure)
                        : Verdict.unknown(measure.verdict().reason() + (measure.samples() > 0 ? "" : wanted(measure.what())))));
                }
            }
        }
        return verdicts.isEmpty() ? Verdict.unknown("captures do not show it: " + what
            + " shows in TCP that goes out, or between two hosts that are watched on either side of the target") : VerdictLogic.all(verdicts);
    }

    private static Verdict compare(Asked asked, Measure measure) {
        Verdict verdict = asked.compare(measure.seen(), measure.interval(), measure.samples() + " packets");
        return verdict.isNo() && measure.what().startsWith("reordering") && measure.interval().high() < asked.value
            ? Verdict.unknown(verdict.reason() + "; a packet that goes ahead shows only when another one waits") : verdict;
    }

    private static String wanted(String what) {
        return what.endsWith(INWARDS) ? WANTED_IN : OF_SHARES.contains(what) ? WANTED_OUT : WANTED;
    }

    private static Verdict at(FaultEvidence host, Verdict verdict) {
        return new Verdict(verdict.answer(), host.host() + ": " + verdict.reason());
    }
}
