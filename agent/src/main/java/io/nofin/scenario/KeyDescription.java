package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.Node;
import io.nofin.yaml.Problems;
import io.nofin.yaml.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What people are told of a key of a fault, wherever they write it.
 *
 * @param label   what stands for the value, for example {@code TIME}
 * @param example a value as a scenario has it
 * @param usual   what holds where the key is left out; empty where there is no such thing, or it says so in its meaning
 * @param meaning a sentence or two
 * @param words   all that the value can be; empty where that is not a choice of words
 * @param within  the keys of its value, where that can be a mapping; of these the first alone can stand for all
 * @param reads   tells whether a value can be read; what is wrong with it is reported
 */
public record KeyDescription(String word, String label, String example, Optional<String> usual, String meaning, List<String> words,
        List<KeyDescription> within, Predicate<Value> reads) {

    private static final String SEPARATOR = ",";

    /** Returns what the key means, and what holds without it. */
    public String help() {
        return meaning + usual.map(value -> " Default: " + value + ".").orElse("");
    }

    /** Tells whether the key is either as usual or the one other thing that it can be. */
    public boolean isFlag() {
        return words.size() == 2 && usual.isPresent();
    }

    /** Returns the word of a flag that is not the usual one. */
    public String unusual() {
        return words.stream().filter(word -> !usual.orElseThrow().equals(word)).findFirst().orElseThrow();
    }

    /**
     * Returns a text of the command line as a value of a scenario: what has commas in it is a list, or a mapping of the key's own keys in their
     * order.
     *
     * @throws BadValueException when it cannot be the key's value
     */
    public Object parsed(String text) {
        Object value = tree(text);
        Problems problems = new Problems("");
        reads.test(Value.root(Node.of(value), problems));
        problems.refuseFirst();
        return value;
    }

    private Object tree(String text) {
        List<String> parts = List.of(text.split(SEPARATOR, -1));
        if (label.contains("...")) {
            return parts;
        }
        if (within.isEmpty() || parts.size() == 1 && !label.contains("[")) {
            return text;
        }
        if (parts.size() > within.size()) {
            throw new BadValueException(parts.size() + " values", "write " + within.size() + " at most, for example "
                + String.join(SEPARATOR, within.stream().map(KeyDescription::example).toList()));
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            given.put(within.get(i).word(), parts.get(i));
        }
        return given;
    }
}
