package io.nofin.scenario;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Inserts the keys of faults, from the tables that define them, into the JSON Schema. */
final class FaultSchema {

    private static final String REQUIRED = "{ \"required\": [\"%s\"] }";

    private FaultSchema() {
    }

    /** @param schema the JSON Schema of scenarios, with placeholders for the parts that come from tables */
    static String filled(String schema) {
        return schema.replace("\"@scenario-settings\": {}", String.join(",\n", ScenarioSettings.schemaProperties())).replace("\"@length\": {}", Step.FOR.schemaProperty())
            .replace("\"@selector-keys\": {}", SelectorKey.schemaProperties()).replace("\"@packet-selectors\": {}", SelectorKey.packetProperties()).replace("\"@fault-keys\": {}", properties())
            .replace("\"@definitions\": {}", definitions()).replace("\"@effects\"", effects()).replace("@effect-words", words())
            .replace("\"@ramped-keys\": {}", RampKeys.schemaProperties()).replace("\"@ramped-alternatives\"", RampKeys.schemaAlternatives());
    }

    private static String properties() {
        return Stream.of(Stream.of(FaultReader.ON, PartitionReader.GROUPS_KEY).map(Key::schemaProperty), Stream.of(EffectKey.values()).map(EffectKey::schemaProperty), ShapingKey.KEYS.stream().map(key -> "\"%1$s\": { \"$ref\": \"#/$defs/%1$s\" }".formatted(key)),
                Shaping.SETTINGS.stream().map(Key::schemaProperty), FaultSettings.KEYS.stream().map(Key::schemaProperty))
            .flatMap(all -> all).collect(Collectors.joining(",\n"));
    }

    /** Returns the definitions that clients may call by their names. */
    private static String definitions() {
        return Stream.concat(Stream.of(ShapingKey.values()).map(ShapingKey::schemaDefinition), Stream.of(
                definition("protection", "The packets that no fault may hit.", Protection.FORM.asType().schema()
                    + ", \"examples\": [{ \"peers\": [\"10.0.0.1\", \"gateway.example.org\"], \"ports\": [22] }]"),
                definition("distribution", "The shape of the jitter, as in tc-netem(8).", KeyType.word("SHAPE", Distribution.values()).schema() + ", \"default\": \"uniform\""),
                definition(SelectorKey.CONNECTIONS.word(), SelectorKey.CONNECTIONS.meaning(), Connections.FORM.schema() + ", \"examples\": [\"30%\"]")))
            .collect(Collectors.joining(",\n"));
    }

    /** @param schema the rest of the definition, without braces */
    static String definition(String word, String meaning, String schema) {
        return "\"%s\": { \"title\": \"%s\", \"description\": \"%s\", %s }".formatted(word, word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
            Key.json(meaning), schema);
    }

    private static String words() {
        return String.join(", ", EffectKey.KEYS) + " or " + PartitionReader.KEY + ", or one or more of " + String.join(", ", ShapingKey.KEYS);
    }

    /** Returns one form for each effect that stands alone, one for those that go together, and that of a partition. */
    private static String effects() {
        List<String> partition = List.of(PartitionReader.KEY);
        Stream<String> alone = EffectKey.KEYS.stream().map(key -> "{ \"required\": [\"on\", \"%s\"], \"not\": %s }".formatted(key,
            any(EffectKey.KEYS.stream().filter(other -> !other.equals(key)).toList(), partition, ShapingKey.KEYS, ShapingReader.SETTING_KEYS)));
        String together = "{ \"required\": [\"on\"], %s, \"not\": %s }".formatted(
            any(ShapingKey.KEYS).replaceAll("^\\{ | }$", ""), any(EffectKey.KEYS, partition));
        String groups = "{ \"required\": [\"%s\"], \"not\": %s }".formatted(PartitionReader.KEY,
            any(List.of(FaultReader.ON.word(), SelectorKey.PEERS.word(), SelectorKey.CONNECTIONS.word()), EffectKey.KEYS, ShapingKey.KEYS, ShapingReader.SETTING_KEYS));
        return Stream.concat(alone, Stream.of(together, groups)).collect(Collectors.joining(", ", "[", "]"));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static String any(List<String>... keys) {
        return Stream.of(keys).flatMap(Collection::stream).map(REQUIRED::formatted).collect(Collectors.joining(", ", "{ \"anyOf\": [", "] }"));
    }
}
