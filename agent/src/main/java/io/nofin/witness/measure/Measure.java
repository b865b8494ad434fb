package io.nofin.witness.measure;

import io.nofin.witness.verdict.Verdict;
import java.util.Optional;

/**
 * One property of a line: asked for, seen, and whether the two agree.
 *
 * @param what     for example {@code loss} or {@code delay p90}
 * @param unit     of the numbers
 * @param asked    what the scenario wants; empty when it wants nothing of the kind
 * @param seen     in the sample; not a number when there was none
 * @param interval where the truth may lie, at 99.9 %
 * @param samples  how many packets it rests on
 */
public record Measure(String what, Unit unit, Optional<Double> asked, double seen, Interval interval, long samples, Verdict verdict) {

    /** What a number counts. */
    public enum Unit {
        /** Of packets, from 0 to 1. */
        RATIO,
        NANOSECONDS,
        BITS_PER_SECOND
    }
}
