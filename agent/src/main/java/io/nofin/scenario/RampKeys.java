package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a ramp, read and written: <code>ramp: { delay: [0ms, 500ms], loss: [0%, 10%], over: 10s }</code>. The parts of a
 * shaping define them.
 *
 * @param <T> the part that has the value
 */
record RampKeys<T extends ShapingPart>(ShapingKey part, PartForm<T> form, Key<T> key, Key.Ramped ramped) {

    private static final List<RampKeys<?>> ALL = Stream.of(ShapingKey.values()).<RampKeys<?>>flatMap(part -> of(part, part.form())).toList();
    private static final List<String> CHANGING = ALL.stream().map(one -> one.ramped.word()).toList();
    private static final List<String> KEYS = Stream.concat(CHANGING.stream(), Stream.of("over")).toList();
    private static final ExpectedForm RAMP = new ExpectedForm("a ramp", "{ delay: [0ms, 500ms], over: 10s }");

    /** The two ends of a change. */
    private record Ends(UnaryOperator<ShapingBuilder> from, UnaryOperator<ShapingBuilder> to) {
    }

    private static <T extends ShapingPart> Stream<RampKeys<T>> of(ShapingKey part, PartForm<T> form) {
        return form.rampedKeys().stream().map(key -> new RampKeys<>(part, form, key, key.ramped().orElseThrow()));
    }

    /** @param fault the fault that the step injects; empty where it is unknown, which was reported */
    static Optional<Ramp> read(Value value, Optional<Fault> fault) {
        return value.fields(RAMP, KEYS).flatMap(fields -> {
            Optional<Duration> over = fields.require("over", "over: 10s").flatMap(
                time -> time.duration().flatMap(duration -> time.attempt(() -> Ramp.checkOver(duration))));
            Optional<List<Ends>> changes = changes(fields);
            return over.flatMap(time -> changes.flatMap(ends -> fault.flatMap(shaped -> value.attempt(
                () -> ramp(shaping(shaped), ends, time)))));
        });
    }

    private static Optional<List<Ends>> changes(Fields fields) {
        List<Value> changing = fields.atLeastOne("changing value", CHANGING);
        List<Ends> changes = new ArrayList<>();
        for (Value value : changing) {
            ALL.get(CHANGING.indexOf(value.key())).ends(value).ifPresent(changes::add);
        }
        return changing.isEmpty() || changes.size() < changing.size() ? Optional.empty() : Optional.of(changes);
    }

    private Optional<Ends> ends(Value value) {
        List<Value> items = value.items(ramped.form());
        if (items.size() == 1 || items.size() > 2) {
            value.report("a ramp goes from one value to another", ramped.form().remedy());
        }
        List<Optional<UnaryOperator<ShapingBuilder>>> changes = items.stream().map(item -> key.read(item).map(this::onBuilder)).toList();
        return changes.size() == 2
            ? changes.get(0).flatMap(from -> changes.get(1).map(to -> new Ends(from, to)))
            : Optional.empty();
    }

    /** Returns the change of a part as a change of a shaping, which gets the part where it has none. */
    private UnaryOperator<ShapingBuilder> onBuilder(UnaryOperator<T> change) {
        return builder -> builder.with(change.apply(present(builder.part(part)).orElse(form.start())));
    }

    @SuppressWarnings("unchecked")      // a part is found under the key of its type
    private Optional<T> present(Optional<ShapingPart> found) {
        return found.map(one -> (T) one);
    }

    private static Shaping shaping(Fault fault) {
        return fault.shaping().orElseThrow(() -> new BadValueException("the fault has no value that could change",
            "inject one with " + String.join(", ", ShapingKey.KEYS)));
    }

    private static Ramp ramp(Shaping shaping, List<Ends> changes, Duration over) {
        ShapingBuilder from = ShapingBuilder.of(shaping);
        ShapingBuilder to = ShapingBuilder.of(shaping);
        for (Ends ends : changes) {
            ends.from().apply(from);
            ends.to().apply(to);
        }
        return new Ramp(from.build(), to.build(), over);
    }

    /** Writes both ends of everything that can change, even where they are equal. */
    static String written(Ramp ramp) {
        FlowMapping form = new FlowMapping();
        ALL.forEach(one -> one.text(ramp.from()).ifPresent(from -> one.text(ramp.to()).ifPresent(
            to -> form.add(one.ramped.word(), "[" + from + ", " + to + "]"))));
        return form.add("over", Durations.format(ramp.over())).toString();
    }

    private Optional<String> text(Shaping shaping) {
        return present(ShapingBuilder.of(shaping).part(part)).flatMap(key::text);
    }

    /** Returns the properties of a ramp in the JSON Schema, without braces. */
    static String schemaProperties() {
        return ALL.stream().map(one -> one.key.rampProperty()).collect(Collectors.joining(", "));
    }

    /** Returns the JSON Schema that requires at least one of them. */
    static String schemaAlternatives() {
        return CHANGING.stream().map(word -> "{ \"required\": [\"" + word + "\"] }").collect(Collectors.joining(", ", "[", "]"));
    }
}
