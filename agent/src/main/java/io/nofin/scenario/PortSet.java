package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.FlowScalar;
import io.nofin.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A union of port ranges. */
public record PortSet(List<Range> ranges) {

    /** The empty set, which selects all ports. */
    public static final PortSet ALL = new PortSet(List.of());

    static final KeyType<PortSet> TYPE = new KeyType<>("N[,N...]", ExpectedForm.PORTS,
        (value, form) -> Optional.of(new PortSet(Value.distinct(value.oneOrMore(form), item -> item.parse(form, Range::parse)))),
        ports -> FlowScalar.list(ports.ranges), "\"$ref\": \"#/$defs/ports\"");

    private static final int MAX_PORT = 65_535;
    private static final Pattern NOTATION = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    /** The ports {@code first} to {@code last}, both included, 1 to 65535. */
    public record Range(int first, int last) {

        public Range {
            if (first < 1 || last > MAX_PORT) {
                throw new BadValueException("no such port: " + written(first, last), "ports are 1 to " + MAX_PORT);
            }
            if (first > last) {
                throw new BadValueException("the range is backwards: " + written(first, last), "write " + written(last, first));
            }
        }

        /**
         * Parses {@code 6379} or {@code 7000-7010}.
         *
         * @throws BadValueException when the text is neither, or has no valid port
         */
        public static Range parse(String text) {
            Matcher notation = NOTATION.matcher(text);
            if (!notation.matches()) {
                throw new BadValueException("not a port: " + Quoted.of(text), "write for example 6379 or 7000-7010");
            }
            int first = Integer.parseInt(notation.group(1));
            return new Range(first, notation.group(2) == null ? first : Integer.parseInt(notation.group(2)));
        }

        /** Returns {@code 6379} or {@code 7000-7010}. */
        @Override
        public String toString() {
            return written(first, last);
        }

        private static String written(int first, int last) {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /**
     * Parses ranges such as {@code 6379} or {@code 7000-7010}.
     *
     * @throws BadValueException when one is not a range
     */
    public static PortSet parse(List<String> ranges) {
        return new PortSet(ranges.stream().map(Range::parse).distinct().toList());
    }

    /** @throws BadValueException when the number is not a port */
    static int checkPort(int port) {
        return new Range(port, port).first();
    }

    public PortSet {
        ranges = List.copyOf(ranges);
    }

    /**
     * Returns the ranges in order, in as few groups as possible.
     *
     * @param slots the slots of each group; a range of more than one port takes two
     */
    public List<List<Range>> groups(int slots) {
        List<List<Range>> groups = new ArrayList<>();
        int free = 0;
        for (Range range : ranges) {
            int needed = range.first() == range.last() ? 1 : 2;
            if (free < needed) {
                groups.add(new ArrayList<>());
                free = slots;
            }
            groups.get(groups.size() - 1).add(range);
            free -= needed;
        }
        return groups;
    }

    /** Tells whether the set is empty, which {@linkplain Selector means} all ports. */
    /** Tells whether a port is in the set. An empty set contains none, although it {@linkplain Selector means} all. */
    public boolean contains(int port) {
        return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
