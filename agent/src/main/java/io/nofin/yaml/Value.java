package io.nofin.yaml;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.unit.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A node that is being read into the model. Each problem with it is reported once, and the value reads as empty then, so that reading
 * goes on and finds the other problems of the file.
 *
 * @param key   its key in the enclosing mapping; empty at the top of the file and in lists
 * @param named the position of the key, or of the value where it has none
 */
public record Value(Problems problems, KeyPath path, String key, Position named, Node node) {

    public static Value root(Node node, Problems problems) {
        return new Value(problems, KeyPath.ROOT, "", node.at(), node);
    }

    public void report(String what, String remedy) {
        problems.add(node.at(), path, what, remedy);
    }

    /** Reports a problem with the name, or with a missing value. */
    public void reportName(String what, String remedy) {
        problems.add(named, path, what, remedy);
    }

    public void reportName(BadValueException refused) {
        problems.add(named, path, refused);
    }

    /** Returns the text of a scalar as it stands in the file. */
    public Optional<String> text(ExpectedForm expectedForm) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        wrongKind(expectedForm);
        return Optional.empty();
    }

    /** Parses a scalar by {@code parser}, which refuses it by a {@link BadValueException}. */
    public <T> Optional<T> parse(ExpectedForm expectedForm, Function<String, T> parser) {
        return text(expectedForm).flatMap(text -> attempt(() -> parser.apply(text)));
    }

    /** Returns what the constructor makes, unless it refuses. */
    public <T> Optional<T> attempt(Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (BadValueException e) {
            problems.add(node.at(), path, e);
            return Optional.empty();
        }
    }

    public Optional<Duration> duration() {
        return parse(ExpectedForm.DURATION, Durations::parse);
    }

    public Optional<Probability> percentage() {
        return parse(ExpectedForm.PERCENTAGE, Probability::parse);
    }

    public Optional<Boolean> bool() {
        return parse(ExpectedForm.BOOLEAN, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValueException("neither true nor false: " + Quoted.of(text), "write true or false");
        });
    }

    public <T extends Number> Optional<T> integer(ExpectedForm expectedForm, Function<String, T> parser) {
        return parse(expectedForm, text -> {
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                throw new BadValueException("expected " + expectedForm.noun() + ", found " + Quoted.of(text), expectedForm.remedy());
            }
        });
    }

    /** Returns the constant for a word of an enum. */
    public <K extends Keyword> Optional<K> keyword(K[] constants) {
        return parse(new ExpectedForm("a word", constants[0].word()), text -> Keyword.parse(text, constants));
    }

    /** Returns the items of a list that is not empty. */
    public List<Value> items(ExpectedForm expectedForm) {
        if (!(node instanceof Node.Sequence sequence)) {
            wrongKind(expectedForm);
            return List.of();
        }
        if (sequence.items().isEmpty()) {
            report("the list is empty", expectedForm.remedy());
        }
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            items.add(new Value(problems, path.item(items.size()), "", item.at(), item));
        }
        return items;
    }

    /** Returns the items of a list, or the scalar that stands for a list of one. */
    public List<Value> oneOrMore(ExpectedForm expectedForm) {
        return node instanceof Node.Scalar ? List.of(this) : items(expectedForm);
    }

    /** Returns what {@code reader} makes of each value; repeated results are reported. */
    public static <T> List<T> distinct(List<Value> values, Function<Value, Optional<T>> reader) {
        Set<T> seen = new LinkedHashSet<>();
        for (Value value : values) {
            reader.apply(value).filter(read -> !seen.add(read)).ifPresent(
                twice -> value.report("named twice: " + Quoted.of(twice.toString()), "remove one"));
        }
        return List.copyOf(seen);
    }

    /** Returns the value under a key of a mapping; nothing is reported. */
    public Optional<Value> within(String word) {
        return node instanceof Node.Mapping ? entries(ExpectedForm.TEXT).stream().filter(entry -> entry.key().equals(word)).findFirst() : Optional.empty();
    }

    /** Returns the entries of a mapping whose keys are names that the user chose. */
    public List<Value> named(ExpectedForm expectedForm, Function<String, String> check) {
        List<Value> entries = entries(expectedForm);
        entries.forEach(entry -> {
            try {
                check.apply(entry.key());
            } catch (BadValueException e) {
                entry.reportName(e.what(), e.remedy());
            }
        });
        return entries;
    }

    /** Returns the entries of a mapping whose keys are words of the format; unknown ones are reported. */
    public Optional<Fields> fields(ExpectedForm expectedForm, Collection<String> known) {
        if (!(node instanceof Node.Mapping)) {
            wrongKind(expectedForm);
            return Optional.empty();
        }
        List<Value> entries = entries(expectedForm);
        List<Value> unknown = entries.stream().filter(entry -> !known.contains(entry.key())).toList();
        unknown.stream().limit(Problems.MOST).forEach(
            entry -> entry.reportName("unknown key", Suggestion.remedy(entry.key(), known)));
        problems.addUntold(Math.max(0, unknown.size() - Problems.MOST));
        return Optional.of(new Fields(this, entries, List.copyOf(known)));
    }

    private List<Value> entries(ExpectedForm expectedForm) {
        if (!(node instanceof Node.Mapping mapping)) {
            wrongKind(expectedForm);
            return List.of();
        }
        return mapping.entries().stream()
            .map(entry -> new Value(problems, path.key(entry.key()), entry.key(), entry.at(), entry.value())).toList();
    }

    private void wrongKind(ExpectedForm expectedForm) {
        if (!(node instanceof Node.Refused)) {
            report("expected " + expectedForm.noun() + ", found " + node.kind(), expectedForm.remedy());
        }
    }
}
