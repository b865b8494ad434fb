package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A value with keys of its own, whose first key is required and can stand for all: {@code 100ms} is {@code { time: 100ms }}.
 * Immutable.
 *
 * @param form     the expected form of the whole value
 * @param start    the value on which the keys are set in turn
 * @param blamed   the key whose value is blamed when values do not go together; the mapping itself where it has no such key
 * @param required how many of the keys, from the first, are required; where it is 0, any one is
 */
record LongForm<T>(ExpectedForm form, T start, List<Key<T>> keys, String blamed, int required) implements PartForm<T> {

    @SafeVarargs
    @SuppressWarnings("varargs")
    static <T> LongForm<T> of(String noun, String example, T start, Key<T>... keys) {
        return new LongForm<>(new ExpectedForm(noun, example), start, List.of(keys), "", 1);
    }

    LongForm<T> blaming(String word) {
        return new LongForm<>(form, start, keys, word, required);
    }

    LongForm<T> requiring(int count) {
        return new LongForm<>(form, start, keys, blamed, count);
    }

    @Override
    public Optional<T> read(Value value) {
        return value.node() instanceof Node.Mapping ? readMapping(value) : keys.get(0).read(value, form).flatMap(set -> value.attempt(() -> set.apply(start)));
    }

    private Optional<T> readMapping(Value value) {
        return value.fields(form, words()).flatMap(this::read);
    }

    private List<String> words() {
        return keys.stream().map(Key::word).toList();
    }

    Optional<T> read(Fields fields) {
        List<UnaryOperator<T>> changes = new ArrayList<>();
        boolean isComplete = required > 0 || !fields.atLeastOne(String.join(" or ", words()), words()).isEmpty();
        for (Key<T> key : keys) {
            boolean isRequired = keys.indexOf(key) < required;
            key.checkNeed(fields);
            Optional<Value> value = isRequired ? fields.require(key.word(), key.word() + ": " + key.example()) : fields.get(key.word());
            Optional<UnaryOperator<T>> change = value.flatMap(key::read);
            change.ifPresent(changes::add);
            isComplete &= change.isPresent() || value.isEmpty() && !isRequired;
        }
        return isComplete ? fields.get(blamed).orElse(fields.owner()).attempt(() -> applied(changes)) : Optional.empty();
    }

    private T applied(List<UnaryOperator<T>> changes) {
        T made = start;
        for (UnaryOperator<T> change : changes) {
            made = change.apply(made);
        }
        return made;
    }

    /** Returns the value as scenarios write it: the first key's value alone where the others have their defaults. */
    String written(T value) {
        return mapping(value).orShort();
    }

    /** Returns the value as a mapping. */
    FlowMapping mapping(T value) {
        FlowMapping mapping = new FlowMapping();
        keys.forEach(key -> key.written(value).ifPresent(text -> mapping.add(key.word(), text)));
        return mapping;
    }

    /** Returns the type of values that are always written as mappings. */
    KeyType<T> asType() {
        StringBuilder label = new StringBuilder(keys.get(0).word());
        keys.stream().skip(1).forEach(key -> label.append("[,").append(key.word()));
        return new KeyType<>(label.append("]".repeat(keys.size() - 1)).toString().toUpperCase(Locale.ROOT), form, (value, expected) -> readMapping(value),
            value -> mapping(value).toString(), schemaObject(), List.of(), descriptions());
    }

    @Override
    public List<Key<T>> rampedKeys() {
        return keys.stream().filter(key -> key.ramped().isPresent()).toList();
    }

    @Override
    public List<KeyDescription> descriptions() {
        return keys.stream().map(Key::description).toList();
    }

    @Override
    public String schema() {
        String first = keys.get(0).schemaProperty();
        return "\"oneOf\": [ " + first.substring(first.indexOf('{')) + ", { " + schemaObject() + " } ]";
    }

    private String schemaObject() {
        return schemaObject(keys, required);
    }

    /**
     * Returns the JSON Schema of a mapping, without braces.
     *
     * @param required how many of the keys, from the first, are required; where it is 0, any one is
     */
    static <T> String schemaObject(List<Key<T>> keys, int required) {
        String needs = keys.stream().filter(key -> key.needed().isPresent())
            .map(key -> "\"" + key.word() + "\": [\"" + key.needed().get().word() + "\"]").collect(Collectors.joining(", "));
        return "\"type\": \"object\", \"additionalProperties\": false, \"properties\": { "
            + keys.stream().map(Key::schemaProperty).collect(Collectors.joining(", ")) + " }, " + (required == 0 ? "\"minProperties\": 1"
                : keys.stream().limit(required).map(Key::word).collect(Collectors.joining("\", \"", "\"required\": [\"", "\"]")))
            + (needs.isEmpty() ? "" : ", \"dependentRequired\": { " + needs + " }");
    }
}
