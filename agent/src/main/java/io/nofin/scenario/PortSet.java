package io.nofin.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** TCP or UDP port ranges, ORed. */
public record PortSet(List<Range> ranges) {

    /** No restriction. */
    public static final PortSet ALL = new PortSet(List.of());

    private static final int MAX_PORT = 65_535;

    /** Ports {@code first} to {@code last}, both included, 1 to 65535. */
    public record Range(int first, int last) {

        public Range {
            if (first < 1 || last > MAX_PORT) {
                throw new IllegalArgumentException("ports are 1 to 65535: " + written(first, last));
            }
            if (first > last) {
                throw new IllegalArgumentException("the range is backwards: " + written(first, last));
            }
        }

        /** {@code 6379} or {@code 7000-7010}. */
        @Override
        public String toString() {
            return written(first, last);
        }

        private static String written(int first, int last) {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public PortSet {
        ranges = List.copyOf(ranges);
    }

    /** Whether this restricts nothing. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
