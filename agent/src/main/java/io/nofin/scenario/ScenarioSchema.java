package io.nofin.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nofin.yaml.SchemaResource;

/** The JSON Schema of the scenario format, for editors. It describes the structure; only the reader checks names and times. */
public final class ScenarioSchema {

    /** The placeholder of a target's properties, which come from the table of kinds. */
    private static final String TARGETS = "\"@target-kinds\": {}";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ScenarioSchema() {
    }

    /** Returns the schema of scenario files, with parameters, as JSON of draft 2020-12. */
    public static String text() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(ParameterizedSchema.of(withoutParameters())) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Returns the schema without parameters. */
    public static ObjectNode withoutParameters() {
        try {
            return (ObjectNode) MAPPER.readTree(FaultSchema.filled(SchemaResource.text(ScenarioSchema.class, "scenario.schema.json").replace(TARGETS, TargetKind.schemaProperties())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema is no JSON", e);
        }
    }
}
