package io.nofin.witness.measure;

import java.util.Optional;

/**
 * One property of a line: the value asked for, the value seen, and whether the two agree.
 *
 * @param what     the property, for example {@code loss} or {@code delay p90}
 * @param unit     the unit of the numbers
 * @param asked    the value in the scenario; empty when it says nothing about the property
 * @param seen     the value of the sample; not a number when there was none
 * @param interval the bounds of the true value, at 99.9 %
 * @param samples  the number of packets that it rests on
 */
public record Measure(String what, Unit unit, Optional<Double> asked, double seen, Interval interval, long samples, Verdict verdict) {

    /** The unit of a number. */
    public enum Unit {
        /** A share of packets, from 0 to 1. */
        RATIO,
        NANOSECONDS,
        BITS_PER_SECOND
    }
}
