package io.nofin.scenario;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.nofin.unit.BadValueException;
import io.nofin.unit.Remedy;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A key of a mapping, defined once: how its value is read, set and written, its default, and its meaning. Scenarios, their JSON
 * Schema, the command line, the agent and the documentation take it from here.
 *
 * @param <T> the type that the mapping is read into
 */
final class Key<T> {

    /** The name of the key in a ramp, and the form of its two values. */
    record Ramped(String word, ExpectedForm form) {
    }

    private final String word;
    private final KeyType<?> type;
    private final String meaning;
    private final BiFunction<Value, ExpectedForm, Optional<UnaryOperator<T>>> reader;
    private final Function<T, Optional<String>> getter;
    private Optional<String> usual = Optional.empty();
    private Predicate<T> needless = value -> true;
    private Optional<Key<T>> needed = Optional.empty();
    private boolean reportsNeed;
    private Optional<Ramped> ramped = Optional.empty();

    private <V> Key(String word, KeyType<V> type, BiFunction<T, V, T> setter, Function<T, Optional<V>> getter, String meaning) {
        this.word = word;
        this.type = type;
        this.meaning = meaning;
        this.reader = (value, form) -> type.reader().apply(value, form).map(read -> before -> setter.apply(before, read));
        this.getter = made -> getter.apply(made).map(type.writer());
    }

    static <T, V> Key<T> of(String word, KeyType<V> type, BiFunction<T, V, T> setter, Function<T, V> getter, String meaning) {
        return new Key<>(word, type, setter, made -> Optional.of(getter.apply(made)), meaning);
    }

    /** Returns a key that may have no value. */
    static <T, V> Key<T> ofOptional(String word, KeyType<V> type, BiFunction<T, V, T> setter, Function<T, Optional<V>> getter, String meaning) {
        return new Key<>(word, type, setter, getter, meaning);
    }

    /** Returns a key whose value is read and written elsewhere. */
    static <T> Key<T> described(String word, KeyType<?> type, String meaning) {
        return new Key<>(word, type, (before, value) -> before, made -> Optional.empty(), meaning);
    }

    /** Sets the default, which is not written. */
    Key<T> usually(String value) {
        usual = Optional.of(value);
        return this;
    }

    /** Adds a condition under which a default value is written all the same. */
    Key<T> writtenUnless(Predicate<T> other) {
        needless = other;
        return this;
    }

    /** Requires another key, whose absence is reported. */
    Key<T> needing(Key<T> other) {
        reportsNeed = true;
        return goingWith(other);
    }

    /** Requires another key, whose absence the value that has both reports. */
    Key<T> goingWith(Key<T> other) {
        needed = Optional.of(other);
        return this;
    }

    /** Permits ramps to change the key while a fault is in force. */
    Key<T> ramped(String name, String noun, String example) {
        ramped = Optional.of(new Ramped(name, new ExpectedForm(noun, example)));
        return this;
    }

    String word() {
        return word;
    }

    Optional<Key<T>> needed() {
        return needed;
    }

    /** Reports the key if the one that it requires is missing. */
    void checkNeed(Fields fields) {
        needed.filter(other -> reportsNeed && fields.lacks(other.word)).ifPresent(other -> fields.get(word).ifPresent(value -> value.reportName(
            new BadValueException(word + " without " + other.word, Remedy.of("add for example", other.word, other.example())))));
    }

    Optional<Ramped> ramped() {
        return ramped;
    }

    String example() {
        return type.form().example();
    }

    /** Sets the keys that a mapping has, each on its own, so that all problems are reported. */
    static <T> T readAll(List<Key<T>> keys, Fields fields, T start) {
        T made = start;
        for (Key<T> key : keys) {
            T before = made;
            made = fields.get(key.word).flatMap(value -> key.read(value).flatMap(change -> value.attempt(() -> change.apply(before)))).orElse(before);
        }
        return made;
    }

    /** Reads the key's value; problems are reported. */
    Optional<UnaryOperator<T>> read(Value value) {
        return reader.apply(value, type.form());
    }

    /** Reads the value where messages name another form, such as that of a value that stands for the whole mapping. */
    Optional<UnaryOperator<T>> read(Value value, ExpectedForm expected) {
        return reader.apply(value, expected);
    }

    /** Returns the value as scenarios write it; empty where there is none. */
    Optional<String> text(T made) {
        return getter.apply(made);
    }

    /** Returns the value as scenarios write it; empty also where it need not be written. */
    Optional<String> written(T made) {
        return text(made).filter(value -> !(usual.filter(value::equals).isPresent() && needless.test(made)));
    }

    KeyDescription description() {
        return new KeyDescription(word, type.label(), type.form().example(), usual, meaning, type.words(), "", type.within(),
            value -> read(value).isPresent());
    }

    /** Returns the key's property in the JSON Schema. */
    String schemaProperty() {
        String none = usual.filter(value -> !type.words().isEmpty() && !type.schema().contains("$ref"))
            .map(value -> ", \"default\": " + (type == KeyType.BOOLEAN ? value : '"' + value + '"')).orElse("");
        return "\"" + word + "\": { \"description\": \"" + json(description().help()) + "\", " + type.schema() + none + " }";
    }

    /** Returns the property for both ends of a change in the JSON Schema of ramps. */
    String rampProperty() {
        return "\"" + ramped.orElseThrow().word() + "\": { \"description\": \"" + json(meaning) + "\", \"type\": \"array\", \"minItems\": 2, \"maxItems\": 2,"
            + " \"items\": { " + type.schema() + " } }";
    }

    static String json(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
