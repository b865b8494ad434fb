package io.nofin.scenario;

/** The JSON Schema of the scenario format, for editors. It knows the structure; names and times only the reader checks. */
public final class ScenarioSchema {

    /** Stands in the file for the properties of a target, which come from the table of kinds. */
    private static final String TARGETS = "\"@target-kinds\": {}";

    private ScenarioSchema() {
    }

    /** The schema as JSON, draft 2020-12. */
    public static String text() {
        return SchemaResource.text("scenario.schema.json").replace(TARGETS, TargetKind.schemaProperties());
    }
}
