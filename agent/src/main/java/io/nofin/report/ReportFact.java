package io.nofin.report;

import java.time.Duration;
import java.util.OptionalDouble;

/** A fact that a run found out and that a later run finds out again, so that the two can be compared. */
sealed interface ReportFact permits ReportFact.Truth, ReportFact.Time, ReportFact.Count, ReportFact.Range {

    /** The result of comparing a fact with that of a later run. */
    enum Change {
        WORSE, BETTER, OTHER, SAME
    }

    /** @param after a finding of the same kind */
    Change to(ReportFact after);

    /** Returns the finding as a person reads it. */
    @Override
    String toString();

    /**
     * A statement that ought to be true.
     *
     * @param word {@code yes}, {@code unknown} or {@code no}
     */
    record Truth(String word) implements ReportFact {

        static Truth of(boolean is) {
            return new Truth(is ? "yes" : "no");
        }

        @Override
        public Change to(ReportFact after) {
            int difference = ((Truth) after).worth() - worth();
            return difference < 0 ? Change.WORSE : difference > 0 ? Change.BETTER : Change.SAME;
        }

        private int worth() {
            return word.equals("yes") ? 2 : word.equals("unknown") ? 1 : 0;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A time, of which less is better.
     *
     * @param seconds empty when the event did not happen
     * @param never   the value that counts if the event did not happen: 0 if it had better not, infinity if it has to
     * @param noise   the difference that any two runs may have
     */
    record Time(OptionalDouble seconds, double never, Tolerance noise) implements ReportFact {

        @Override
        public Change to(ReportFact after) {
            double now = ((Time) after).worth();
            return noise.covers(worth(), now) ? Change.SAME : now > worth() ? Change.WORSE : Change.BETTER;
        }

        private double worth() {
            return seconds.orElse(never);
        }

        @Override
        public String toString() {
            return seconds.isEmpty() ? "never" : Quantities.duration(Duration.ofNanos(Math.round(seconds.getAsDouble() * 1e9)));
        }
    }

    /** A number of packets; neither more nor fewer is better. */
    record Count(long packets) implements ReportFact {

        private static final double DEVIATIONS = 4;
        private static final double SHARE = 0.25;

        @Override
        public Change to(ReportFact after) {
            long now = ((Count) after).packets;
            double noise = Math.max(DEVIATIONS * Math.sqrt(packets + now), SHARE * Math.max(packets, now));
            return Math.abs(now - packets) <= noise ? Change.SAME : Change.OTHER;
        }

        @Override
        public String toString() {
            return Quantities.packets(packets);
        }
    }

    /**
     * A measure of a sample.
     *
     * @param text the measure the measure as a person reads it
     * @param low  the lower end of the confidence interval
     * @param high the upper end of the confidence interval
     */
    record Range(String text, double low, double high) implements ReportFact {

        @Override
        public Change to(ReportFact after) {
            Range now = (Range) after;
            return now.low <= high && low <= now.high ? Change.SAME : Change.OTHER;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
