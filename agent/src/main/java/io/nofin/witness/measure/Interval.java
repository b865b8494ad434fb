package io.nofin.witness.measure;

import java.util.List;

/**
 * Between what bounds the truth lies, with a confidence of 99.9 %, as far as a sample tells.
 *
 * @param low  minus infinity where the sample is too small to tell
 * @param high plus infinity likewise
 */
public record Interval(double low, double high) {

    private static final double Z = 3.2905;         // two-sided 99.9 % of the normal distribution

    /**
     * Wilson's score interval of a proportion.
     *
     * @param samples how many independent ones; 0 tells nothing
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
     * Of a quantile, by order statistics: the number of samples below it is binomial, here taken for normal.
     *
     * @param ascending any distribution
     * @param quantile  between 0 and 1
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

    /** Whether any of {@code value}, give or take {@code allowance}, is in it. */
    public boolean reaches(double value, double allowance) {
        return low <= value + allowance && high >= value - allowance;
    }
}
