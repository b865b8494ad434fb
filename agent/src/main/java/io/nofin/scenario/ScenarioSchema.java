package io.nofin.scenario;

/** The JSON Schema of the scenario format, for editors. It knows the structure; names and times only the reader checks. */
public final class ScenarioSchema {

    private ScenarioSchema() {
    }

    /** The schema as JSON, draft 2020-12. */
    public static String text() {
        return SchemaResource.text("scenario.schema.json");
    }
}
