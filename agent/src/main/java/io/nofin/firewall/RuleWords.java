package io.nofin.firewall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a rule, taken apart as iptables(8) reads them: options of the packet's header stand anywhere, others belong to the
 * match or target before them.
 */
final class RuleWords {

    /** The options of iptables(8) itself. */
    private static final List<String> HEADER = List.of("-i", "-o", "-s", "-d", "-p");

    /** The number of values of options that do not have one. */
    private static final Map<String, Integer> VALUES = Map.of("--socket-exists", 0, "--queue-bypass", 0, "--tcp-flags", 2, "--match-set", 2,
        "--add-set", 2);

    private final Options header = new Options("");
    private final List<Options> matches = new ArrayList<>();
    private Optional<Options> target = Optional.empty();
    private Optional<String> goTo = Optional.empty();

    /**
     * An option.
     *
     * @param negated whether an exclamation mark stands before it
     */
    record Option(boolean negated, List<String> values) {

        String value() {
            return values.get(0);
        }
    }

    /** The options of the header, a match or a target. Those that nobody takes are not understood. Not thread-safe. */
    static final class Options {

        private final String name;
        private final Map<String, Option> left = new LinkedHashMap<>();

        private Options(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Optional<Option> take(String option) {
            return Optional.ofNullable(left.remove(option));
        }

        /** Takes an option that must be there, and must not be negated. */
        List<String> need(String option) throws NoEncoderException {
            Optional<Option> taken = take(option).filter(one -> !one.negated);
            return taken.orElseThrow(() -> new NoEncoderException(name + " without " + option)).values;
        }

        /** Checks that all were taken. */
        void end() throws NoEncoderException {
            if (!left.isEmpty()) {
                throw new NoEncoderException(name + " with " + String.join(" ", left.keySet()));
            }
        }

        private void add(String option, Option value) throws NoEncoderException {
            if (left.putIfAbsent(option, value) != null) {
                throw new NoEncoderException(option + " twice");
            }
        }
    }

    private RuleWords() {
    }

    static RuleWords of(List<String> arguments) throws NoEncoderException {
        RuleWords words = new RuleWords();
        Options current = words.header;
        int at = 0;
        while (at < arguments.size()) {
            boolean negated = arguments.get(at).equals("!");
            String option = word(arguments, negated ? ++at : at);
            int values = VALUES.getOrDefault(option, 1);
            word(arguments, at + values);
            List<String> given = List.copyOf(arguments.subList(at + 1, at + 1 + values));
            at += 1 + values;
            if (HEADER.contains(option)) {
                words.header.add(option, new Option(negated, given));
            } else if (option.startsWith("--")) {
                current.add(option, new Option(negated, given));
            } else {
                current = words.part(option, given.get(0));
            }
        }
        return words;
    }

    Options header() {
        return header;
    }

    List<Options> matches() {
        return matches;
    }

    /** Returns what follows {@code -j}: a target, a verdict or a chain. */
    Optional<Options> target() {
        return target;
    }

    /** Returns the chain that follows {@code -g}. */
    Optional<String> goTo() {
        return goTo;
    }

    /** Begins a match or target, to which the options that follow belong. */
    private Options part(String option, String name) throws NoEncoderException {
        Options part = new Options(name);
        switch (option) {
            case "-m" -> matches.add(part);
            case "-j" -> target = Optional.of(part);
            case "-g" -> goTo = Optional.of(name);
            default -> throw new NoEncoderException("option " + option);
        }
        return part;
    }

    private static String word(List<String> arguments, int at) throws NoEncoderException {
        if (at >= arguments.size()) {
            throw new NoEncoderException("an option without its value");
        }
        return arguments.get(at);
    }
}
