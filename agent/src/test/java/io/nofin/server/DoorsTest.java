package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.scenario.ScenarioSchema;
import io.nofin.scenario.ScenarioWriter;
import io.nofin.scenario.TargetNotation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares the doors that a fault comes in by. A key of the schema that a door does not take is in that door's list of exceptions, each
 * with its reason, and an exception that a door does not need fails the test as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {

    private static final JsonNode SCHEMA = ScenarioSchema.withoutParameters();
    private static final Set<String> KEYS = keys();

    /** A key is written {@code delay.jitter} where it stands within another. */
    @ParameterizedTest
    @EnumSource
    void takesEveryKeyOrSaysWhyNot(FaultDoor door) {
        Set<String> missing = new TreeSet<>(KEYS);
        missing.removeIf(key -> !door.isFor(key) || door.takes(key));

        Set<String> needless = new TreeSet<>(door.exceptions().keySet());
        needless.removeIf(exception -> missing.stream().anyMatch(key -> covers(exception, key)));
        missing.removeIf(key -> door.exceptions().keySet().stream().anyMatch(exception -> covers(exception, key)));
        assertEquals(Set.of(), missing, "neither taken nor excepted");
        assertEquals(Set.of(), needless, "excepted without need");
        door.exceptions().forEach((key, reason) -> assertFalse(reason.isBlank(), key));
    }

    @Test
    void hasASampleOfEachKey() {
        assertEquals(KEYS, FaultSamples.ALL.keySet());
        FaultSamples.ALL.forEach((key, sample) -> List.of(key.split("\\.")).forEach(
            word -> assertTrue(sample.contains(word + ":"), key + " is not in " + sample)));
    }

    @Test
    void readsAndWritesEveryKindOfTargetInBothNotations() throws Exception {
        Set<String> kinds = names(SCHEMA.at("/$defs/target/properties"));
        assertEquals(kinds, FaultSamples.TARGETS.keySet());
        for (String target : FaultSamples.TARGETS.values()) {
            Scenario read = read("nofin: 1\nallow-host: true\ntargets: { app: %s }\nfaults: { cut: { on: app, drop: silent } }\n"
                .formatted(target) + "timeline: [{ inject: cut, for: 1s }]");
            assertEquals(read, read(ScenarioWriter.write(read)));
            assertEquals(read.targets().get("app"), TargetNotation.parse(read.targets().get("app").toString()));
        }
    }

    static Scenario read(String yaml) throws Exception {
        return new ScenarioReader(PacketFilter::compile).read(yaml, "doors");
    }

    /** Reads what a client sends; the keys that a scenario has elsewhere stand beside those of the fault. */
    static FaultSpec body(String fields) throws Exception {
        ObjectNode body = (ObjectNode) new YAMLMapper().readTree("{ " + fields.replace("[app]", "[\"netns:app\"]").replace("[redis]",
            "[\"netns:redis\"]") + " }");
        return FaultSpec.read("fault", body.has(FaultSpec.FOR) ? body : body.put(FaultSpec.FOR, "10s"));
    }

    private static boolean covers(String exception, String key) {
        return exception.endsWith(".*") ? key.startsWith(exception.substring(0, exception.length() - 1)) : exception.equals(key);
    }

    static JsonNode definition(JsonNode schema) {
        return schema.has("$ref") ? definition(SCHEMA.at(schema.get("$ref").asText().substring(1))) : schema;
    }

    static Set<String> names(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All keys of an entry under {@code faults}, and those around it that say how a fault behaves. */
    private static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        SCHEMA.at("/$defs/fault/properties").properties().forEach(key -> add(key.getKey(), key.getValue(), keys));
        Set<String> around = new LinkedHashSet<>(names(SCHEMA.at("/properties")));
        around.removeAll(Set.of("nofin", "name", "description", "parameters", "targets", "lab", "faults", "timeline", "probes", "expect"));
        around.forEach(key -> add(key, SCHEMA.at("/properties/" + key), keys));
        List.of("for", "repeat", "ramp").forEach(key -> add(key, SCHEMA.at("/$defs/step/properties/" + key), keys));
        keys.add("matched-at-least");
        return keys;
    }

    private static void add(String path, JsonNode schema, Set<String> keys) {
        keys.add(path);
        addWithin(path, definition(schema), keys);
        definition(schema).path("oneOf").forEach(form -> addWithin(path, definition(form), keys));
        definition(schema).path("allOf").forEach(form -> definition(form).path("oneOf").forEach(one -> addWithin(path, definition(one), keys)));
    }

    private static void addWithin(String path, JsonNode object, Set<String> keys) {
        object.path("properties").properties().forEach(key -> add(path + "." + key.getKey(), key.getValue(), keys));
    }
}
