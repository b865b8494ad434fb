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
 * The description of a key of a fault, for people and for generated options and forms.
 *
 * @param label   the placeholder of the value, for example {@code TIME}; empty for a flag
 * @param example a value as a scenario has it
 * @param usual   the default; empty where there is none, or the meaning contains it
 * @param meaning a sentence or two
 * @param words   all words that the value can be; empty where it is not a choice of words
 * @param typed   the rest of an example of a command line, behind the key's command; empty where there is no such command, or no more to type
 * @param within  the keys of a value that is a mapping, which its first key's value alone can stand for
 * @param reads   tells whether a value is valid; problems are reported
 */
public record KeyDescription(String word, String label, String example, Optional<String> usual, String meaning, List<String> words,
        String typed, List<KeyDescription> within, Predicate<Value> reads) {

    private static final String SEPARATOR = ",";

    /** Returns the meaning, and the default. */
    public String help() {
        return meaning + (words.size() > 1 && !isFlag() ? " One of " + String.join(", ", words) + "." : "")
            + usual.filter(value -> !isFlag()).map(value -> " Default: " + value + ".").orElse("");
    }

    /** Tells whether the value is one of two words, of which the command line has an option for the one that is not the default. */
    public boolean isFlag() {
        return label.isEmpty();
    }

    /** Returns the word of a flag that is not the default. */
    public String unusual() {
        return words.stream().filter(word -> !usual.orElseThrow().equals(word)).findFirst().orElseThrow();
    }

    /**
     * Returns a text of the command line as a value of a scenario. Text with commas is a list, or a mapping of the key's own keys in
     * their order.
     *
     * @throws BadValueException when the text is not a valid value
     */
    public Object parsed(String text) {
        Object value = tree(text);
        Problems problems = new Problems("");
        reads.test(Value.root(Node.of(value), problems));
        problems.refuseFirst();
        return value;
    }

    /** Returns whether a value as a scenario has it is valid. */
    public boolean accepts(Object value) {
        Problems problems = new Problems("");
        return reads.test(Value.root(Node.of(value), problems)) && problems.isEmpty();
    }

    private Object tree(String text) {
        List<String> parts = List.of(text.split(SEPARATOR, -1));
        int most = label.split("\\[,", -1).length;
        if (label.endsWith("...]")) {
            return parts;
        }
        if (most == 1 || parts.size() == 1 && !example.startsWith("{")) {
            return text;
        }
        if (parts.size() > most) {
            throw new BadValueException(parts.size() + " values", "write " + most + " at most, for example "
                + String.join(SEPARATOR, within.stream().limit(most).map(KeyDescription::example).toList()));
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            given.put(within.get(i).word(), parts.get(i));
        }
        return given;
    }
}
