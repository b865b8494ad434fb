package io.nofin.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measurements of one thing, all in the same unit. Not thread-safe. */
final class Sample {

    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Double> values = new ArrayList<>();

    /** A step whose time is measured. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Returns the milliseconds that a step takes. */
    static double millis(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }

    /** Returns a value as {@code 0.024 ms}, {@code 1.31 ms} or {@code 881 ms}. */
    static String inMillis(double value) {
        return String.format(Locale.ROOT, value < 0.1 ? "%.3f ms" : value < 100 ? "%.2f ms" : "%.0f ms", value);
    }

    void add(double value) {
        values.add(value);
    }

    /** Forgets all values. */
    void clear() {
        values.clear();
    }

    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** @param share between 0 and 1: 0.99 is what all but one of a hundred stay below */
    double quantile(double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }

    double worst() {
        return Collections.max(values);
    }

    int size() {
        return values.size();
    }
}
