package io.nofin.scenario;

import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type of the value under a {@link Key}: how it is read and written, and its JSON Schema.
 *
 * @param label  the placeholder of the value in help, for example {@code TIME}; empty for a flag
 * @param reader reads the value; problems are reported with the expected form
 * @param schema its part of the JSON Schema, without braces
 * @param words  all words that the value can be; empty where it is not a choice of words
 * @param within the keys of a value that can be a mapping; empty where it cannot
 */
record KeyType<V>(String label, ExpectedForm form, BiFunction<Value, ExpectedForm, Optional<V>> reader, Function<V, String> writer, String schema,
        List<String> words, List<KeyDescription> within) {

    static final KeyType<Duration> DURATION = parsed("TIME", ExpectedForm.DURATION, Durations::parse, Durations::format, "duration");
    static final KeyType<Probability> PERCENTAGE =
        parsed("PERCENT", ExpectedForm.PERCENTAGE, Probability::parse, Probability::toString, "percentage");
    static final KeyType<BitRate> BIT_RATE =
        parsed("RATE", new ExpectedForm("a rate", "10mbit"), BitRate::parse, BitRate::toString, "bit-rate");
    static final KeyType<ByteCount> BYTES =
        parsed("BYTES", new ExpectedForm("a number of bytes", "16kb"), ByteCount::parse, ByteCount::toString, "bytes");
    static final KeyType<Boolean> BOOLEAN = new KeyType<>("", ExpectedForm.BOOLEAN, (value, form) -> value.bool(), String::valueOf,
        "\"type\": \"boolean\"", List.of("false", "true"), List.of());

    /** Creates the type of a value that is neither a choice of words nor a mapping. */
    KeyType(String label, ExpectedForm form, BiFunction<Value, ExpectedForm, Optional<V>> reader, Function<V, String> writer, String schema) {
        this(label, form, reader, writer, schema, List.of(), List.of());
    }

    private static <V> KeyType<V> parsed(String label, ExpectedForm form, Function<String, V> parser, Function<V, String> writer, String definition) {
        return new KeyType<>(label, form, (value, expected) -> value.parse(expected, parser), writer, "\"$ref\": \"#/$defs/" + definition + '"');
    }

    /** @param check refuses values outside {@code least} to {@code most} */
    static KeyType<Integer> integer(String label, ExpectedForm form, int least, int most, UnaryOperator<Integer> check) {
        return new KeyType<Integer>(label, form, (value, expected) -> value.integer(expected, Integer::valueOf), String::valueOf,
            "\"type\": \"integer\", \"minimum\": " + least + ", \"maximum\": " + most).checked(check);
    }

    static <K extends Keyword> KeyType<K> word(String label, K[] constants) {
        List<String> words = Stream.of(constants).map(Keyword::word).toList();
        return new KeyType<>(label, new ExpectedForm("a word", words.get(0)), (value, form) -> value.keyword(constants), Keyword::word,
            choice(words), words, List.of());
    }

    /** Returns the JSON Schema of a choice of words. */
    static String choice(List<String> words) {
        return words.stream().collect(Collectors.joining("\", \"", "\"enum\": [\"", "\"]"));
    }

    /** Reads a value; problems are reported. */
    Optional<V> read(Value value) {
        return reader.apply(value, form);
    }

    /** Returns this type with an additional check. */
    KeyType<V> checked(UnaryOperator<V> check) {
        return new KeyType<>(label, form, (value, expected) -> reader.apply(value, expected).flatMap(read -> value.attempt(() -> check.apply(read))),
            writer, schema, words, within);
    }

    /** Returns this type with its JSON Schema among the definitions, under that name. */
    KeyType<V> defined(String name) {
        return new KeyType<>(label, form, reader, writer, "\"$ref\": \"#/$defs/" + name + '"', words, within);
    }

    /** Returns this type with another noun and example for messages. */
    KeyType<V> called(String noun, String example) {
        return new KeyType<>(label, new ExpectedForm(noun, example), reader, writer, schema, words, within);
    }

    /** Returns the type of a list of different values, or of one value alone. */
    KeyType<List<V>> listed(String noun, String example) {
        return new KeyType<>(label + "[," + label + "...]", new ExpectedForm(noun, example),
            (value, expected) -> Optional.of(Value.distinct(value.oneOrMore(expected), item -> reader.apply(item, form))).filter(all -> !all.isEmpty()),
            all -> all.stream().map(writer).collect(Collectors.joining(", ", "[", "]")),
            "\"oneOf\": [{ %1$s }, { \"type\": \"array\", \"minItems\": 1, \"uniqueItems\": true, \"items\": { %1$s } }]".formatted(schema));
    }
}
