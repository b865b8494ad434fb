package io.nofin.witness.measure;

import java.util.List;

/**
 * The bounds between which the truth lies, with a confidence of 99.9 %, as far as a sample shows.
 *
 * @param low  the lower bound; minus infinity where the sample is too small to show one
 * @param high the upper bound; plus infinity where the sample is too small to show one
 */
public record Interval(double low, double high) {

    private static final double Z = 3.2905;         // two-sided 99.9 % of the normal distribution

    /**
     * Returns Wilson's score interval of a proportion.
     *
     * @param samples the number of independent samples; 0 shows nothing
     */
    public static Interval ofProportion(double hits, double samples) {
        if (samples <= 0) {
            return new Interval(0, 1);
        }
        double p = Math.min(1, hits / samples);
        double z2 = Z * Z / samples;
        double middle = (p + z2 / 2) / (1 + z2);
        double half = Z / (1 + z2) * Math.sqrt(p * (1 - p) / samples + z2 / samples / 4);
        return new Interval(hits == 0 ? 0 : middle - half, hits == samples ? 1 : middle + half);      // exact at the ends
    }

    /**
     * Returns the interval of a quantile, by order statistics: the number of samples below it is binomial, approximated by a normal
     * distribution.
     *
     * @param ascending samples of any distribution, in ascending order
     * @param quantile  a number between 0 and 1
     */
    static Interval ofQuantile(List<Long> ascending, double quantile) {
        double expected = ascending.size() * quantile;
        double spread = Z * Math.sqrt(expected * (1 - quantile));
        long below = (long) Math.floor(expected - spread) - 1;
        long above = (long) Math.ceil(expected + spread);
        return new Interval(below < 0 ? Double.NEGATIVE_INFINITY : ascending.get((int) below),
            above >= ascending.size() ? Double.POSITIVE_INFINITY : ascending.get((int) above));
    }

    boolean isBounded() {
        return !Double.isInfinite(low) && !Double.isInfinite(high);
    }

    /** Returns whether {@code value}, give or take {@code allowance}, lies within the bounds. */
    public boolean reaches(double value, double allowance) {
        return low <= value + allowance && high >= value - allowance;
    }
}
