package io.nofin.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Loosens a JSON Schema where {@link Parameters} inserts values: each scalar value may also be a text with <code>${NAME}</code>. Keys
 * are unchanged, and so are the conditions under which other keys are refused: an unknown value meets none of them.
 */
final class ParameterizedSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DEFINITIONS = "$defs";
    private static final String NAME = "parameter";
    private static final String PARAMETER = "#/$defs/" + NAME;
    private static final String REFERENCE = "$ref";
    private static final String ONE_OF = "oneOf";
    private static final String ANY_OF = "anyOf";
    private static final Set<String> BY_NAME = Set.of("properties", DEFINITIONS);
    private static final Set<String> WITHIN = Set.of("additionalProperties", "items", "then");
    private static final Set<String> LISTS = Set.of("allOf", ANY_OF);
    private static final Set<String> NEGATIONS = Set.of("if", "not");
    private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");
    private static final List<String> ANNOTATIONS = List.of("title", "description", "default", "examples");

    private final Set<String> keys = new HashSet<>();           // the definitions of keys

    private ParameterizedSchema() {
    }

    /** Returns a looser copy of a schema whose values are all in {@code properties}, {@code items} and {@code additionalProperties}. */
    static ObjectNode of(ObjectNode strict) {
        ParameterizedSchema loosening = new ParameterizedSchema();
        strict.findValues("propertyNames").forEach(names -> loosening.keys.add(names.path(REFERENCE).asText().replaceFirst(".*/", "")));
        ObjectNode loose = (ObjectNode) loosening.schema(strict, true);
        loose.withObject("/" + DEFINITIONS).set(NAME, NODES.objectNode().put("title", "With a parameter")
            .put("description", "A text with ${NAME}, for a NAME under parameters.").put("type", "string").put("pattern", Parameters.USE.pattern()));
        if (strict.at("/properties/" + Parameters.KEY).isObject()) {
            loose.withObject("/properties").set(Parameters.KEY, strict.at("/properties/" + Parameters.KEY));
        }
        return loose;
    }

    /** @param loosens whether what this schema accepts is accepted in the end: not within a condition, or a negation */
    private JsonNode schema(JsonNode strict, boolean loosens) {
        if (!strict.isObject()) {
            return strict;
        }
        ObjectNode loose = NODES.objectNode();
        strict.properties().forEach(part -> {
            String key = part.getKey();
            JsonNode value = part.getValue();
            if (key.equals(ONE_OF)) {
                loose.set(isAmbiguous(value) && loosens ? ANY_OF : key, list(value, loosens));
            } else if (BY_NAME.contains(key)) {
                loose.set(key, named(value, loosens, key.equals(DEFINITIONS)));
            } else {
                loose.set(key, WITHIN.contains(key) ? schema(value, loosens) : NEGATIONS.contains(key) ? schema(value, !loosens)
                    : LISTS.contains(key) ? list(value, loosens) : value);
            }
        });
        return loosens && isScalar(strict) ? orParameter(loose) : loose;
    }

    private ObjectNode named(JsonNode schemas, boolean loosens, boolean definitions) {
        ObjectNode loose = NODES.objectNode();
        schemas.properties().forEach(entry -> loose.set(entry.getKey(),
            definitions && keys.contains(entry.getKey()) ? entry.getValue() : schema(entry.getValue(), loosens)));
        return loose;
    }

    private ArrayNode list(JsonNode schemas, boolean loosens) {
        ArrayNode loose = NODES.arrayNode();
        schemas.forEach(one -> loose.add(schema(one, loosens)));
        return loose;
    }

    /** Returns the loosened schema with title and description in front, where editors look for them. */
    private static ObjectNode orParameter(ObjectNode scalar) {
        ObjectNode either = NODES.objectNode();
        ANNOTATIONS.stream().filter(scalar::has).forEach(key -> either.set(key, scalar.remove(key)));
        either.putArray(ANY_OF).add(scalar).add(NODES.objectNode().put(REFERENCE, PARAMETER));
        return either;
    }

    /** A parameter would be two of them at once. */
    private static boolean isAmbiguous(JsonNode oneOf) {
        return StreamSupport.stream(oneOf.spliterator(), false).filter(one -> isScalar(one) || one.has(REFERENCE)).count() > 1;
    }

    private static boolean isScalar(JsonNode schema) {
        JsonNode type = schema.path("type");
        return SCALARS.contains(type.asText()) || StreamSupport.stream(type.spliterator(), false).anyMatch(one -> SCALARS.contains(one.asText()))
            || schema.has("enum") || schema.has("const");
    }
}
