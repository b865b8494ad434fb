package io.nofin.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nofin.scenario.ScenarioSchema;
import io.nofin.scenario.ScenarioSettings;
import io.nofin.scenario.TargetKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Describes the API whole: {@code openapi.yaml}, completed with the keys of a fault as the scenario's schema defines them. A fault of
 * the API is an entry under {@code faults:} of a scenario, so its keys are defined in one place.
 *
 * <p>Clients are generated from the description. It therefore says what a generator can express: each key with its type, pattern,
 * range and sentence, and each form that is an object under a name of its own, such as {@code LossGilbertElliott}. It does not repeat
 * which keys exclude each other, and it gives defaults in words only: a generated client would send them along, also with effects
 * that do not take the key.
 */
final class ApiDescription {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DEFINITION = "#/$defs/";
    private static final String COMPONENT = "#/components/schemas/";
    /**
     * The keys for which the API has the target itself, in the notation of the command line, where a scenario has a target's name.
     */
    private static final Set<String> TARGETS = Set.of("reference", "peer");
    private static final Set<String> CONDITIONS = Set.of("allOf", "anyOf", "not", "if", "then", "else", "dependentRequired", "default");

    private final JsonNode scenario;
    private final JsonNode definitions;
    private final ObjectNode document;
    private final ObjectNode components;

    private ApiDescription(JsonNode scenario, ObjectNode document) {
        this.scenario = scenario;
        this.definitions = scenario.get("$defs");
        this.document = document;
        this.components = (ObjectNode) document.at("/components/schemas");
    }

    /** Returns the description as an OpenAPI 3.1 document in YAML. */
    static String yaml() throws IOException {
        return YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS).build().writeValueAsString(document());
    }

    /** Returns the description as an OpenAPI 3.1 document. */
    static ObjectNode document() throws IOException {
        try (InputStream written = ApiDescription.class.getResourceAsStream("openapi.yaml")) {
            return new ApiDescription(ScenarioSchema.withoutParameters(), (ObjectNode) new YAMLMapper().readTree(written)).complete();
        }
    }

    private ObjectNode complete() {
        describeTargets();
        ObjectNode spec = properties("FaultSpec");
        ObjectNode patch = properties("FaultPatch");
        addTo(spec, FaultSpec.FOR, definitions.at("/step/properties").get(FaultSpec.FOR));
        ScenarioSettings.words().forEach(word -> addTo(spec, word, scenario.at("/properties").get(word)));
        definitions.at("/fault/properties").properties().forEach(key -> addTo(spec, key.getKey(), key.getValue()));
        spec.properties().stream().filter(key -> !patch.has(key.getKey())).forEach(key -> patch.set(key.getKey(), nullable(key.getValue())));
        return document;
    }

    /** Adds a key of the scenario, unless the API describes it itself. */
    private void addTo(ObjectNode properties, String word, JsonNode scenarioKey) {
        if (!properties.has(word)) {
            properties.set(word, part(scenarioKey, camel(word)));
        }
    }

    private void describeTargets() {
        ((ObjectNode) components.get("Target")).put("description", "A target in the notation of the command line: " + TargetKind.NOTATIONS + ".");
        ArrayNode kinds = ((ObjectNode) components.at("/Targets/items/properties/kind")).putArray("enum");
        TargetKind.written().forEach(kind -> kinds.add(kind.word()));
    }

    private ObjectNode properties(String component) {
        return (ObjectNode) components.get(component).get("properties");
    }

    /** Returns a schema of the scenario's as this document has it. */
    private ObjectNode schema(JsonNode scenario, String name) {
        if (scenario.has("$ref") && TARGETS.contains(definition(scenario))) {
            return NODES.objectNode().put("type", "string");
        }
        if (scenario.has("allOf") && !scenario.has("type")) {
            return schema(scenario.get("allOf").get(0), name);        // a value of that form, with one more condition
        }
        ObjectNode schema = NODES.objectNode();
        scenario.properties().stream().filter(part -> !CONDITIONS.contains(part.getKey())).forEach(part ->
            schema.set(part.getKey(), switch (part.getKey()) {
                case "$ref" -> NODES.textNode(COMPONENT + component(definition(scenario)));
                case "properties" -> properties(part.getValue());
                case "items" -> part(part.getValue(), name);
                case "oneOf" -> NODES.arrayNode().addAll(Arrays.asList(forms(part.getValue(), name)));
                default -> part.getValue().deepCopy();
            }));
        if (scenario.path("default").isValueNode()) {
            schema.put("description", (scenario.path("description").asText() + " Default: " + scenario.get("default").asText() + ".").strip());
        }
        return schema;
    }

    private JsonNode[] forms(JsonNode oneOf, String name) {
        JsonNode[] forms = new JsonNode[oneOf.size()];
        Arrays.setAll(forms, index -> part(oneOf.get(index), name + camel(oneOf.get(index).at("/required/0").asText())));
        return forms;
    }

    private ObjectNode properties(JsonNode scenario) {
        ObjectNode properties = NODES.objectNode();
        scenario.properties().forEach(key -> properties.set(key.getKey(), part(key.getValue(), camel(key.getKey()))));
        return properties;
    }

    /** Returns a schema within another: an object becomes a component of that name. */
    private ObjectNode part(JsonNode scenario, String name) {
        return scenario.has("properties") ? reference(added(name, scenario)) : schema(scenario, name);
    }

    private String component(String definition) {
        String name = camel(definition);
        return components.has(name) ? name : added(name, definitions.get(definition));
    }

    private String added(String name, JsonNode scenario) {
        if (components.has(name)) {
            throw new IllegalStateException("two schemas of the API have the name " + name);
        }
        components.putNull(name);           // a form within may refer back to it
        components.set(name, schema(scenario, name));
        return name;
    }

    private static ObjectNode reference(String component) {
        return NODES.objectNode().put("$ref", COMPONENT + component);
    }

    private static ObjectNode nullable(JsonNode schema) {
        ObjectNode nullable = NODES.objectNode();
        nullable.putArray("oneOf").add(schema.deepCopy()).add(NODES.objectNode().put("type", "null"));
        return nullable;
    }

    private static String definition(JsonNode scenario) {
        return scenario.get("$ref").asText().substring(DEFINITION.length());
    }

    private static String camel(String key) {
        return Arrays.stream(key.split("-")).filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1)).collect(Collectors.joining());
    }
}
