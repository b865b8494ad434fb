package io.nofin.report;

import java.time.Duration;
import java.util.OptionalDouble;

/** Something that a run found out, which the next run finds out again: the same within noise, or not. */
sealed interface Finding permits Finding.Truth, Finding.Time, Finding.Count, Finding.Range {

    /** How a later run compares. */
    enum Change {
        WORSE, BETTER, OTHER, SAME
    }

    /** @param after of the same kind */
    Change to(Finding after);

    /** For a person. */
    @Override
    String toString();

    /**
     * What ought to be so.
     *
     * @param word {@code yes}, {@code unknown} or {@code no}
     */
    record Truth(String word) implements Finding {

        static Truth of(boolean is) {
            return new Truth(is ? "yes" : "no");
        }

        @Override
        public Change to(Finding after) {
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
     * What took so long, and better takes less.
     *
     * @param seconds empty when it did not happen
     * @param never   what that is worth: nothing for what had better not happen, infinity for what has to
     * @param noise   what two runs may differ by anyway
     */
    record Time(OptionalDouble seconds, double never, Noise noise) implements Finding {

        @Override
        public Change to(Finding after) {
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

    /** How many packets; neither many nor few are better. */
    record Count(long packets) implements Finding {

        private static final double DEVIATIONS = 4;
        private static final double SHARE = 0.25;

        @Override
        public Change to(Finding after) {
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
     * @param text as a person reads it
     * @param low  the truth lies above
     * @param high the truth lies below
     */
    record Range(String text, double low, double high) implements Finding {

        @Override
        public Change to(Finding after) {
            Range now = (Range) after;
            return now.low <= high && low <= now.high ? Change.SAME : Change.OTHER;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
