package io.nofin.config;

import io.nofin.scenario.ScenarioSchema;
import io.nofin.yaml.SchemaResource;

/** The JSON Schema of a host's configuration, for editors. Like {@link ScenarioSchema}, it describes only the structure. */
public final class HostConfigSchema {

    private HostConfigSchema() {
    }

    /** Returns the schema as JSON, draft 2020-12. */
    public static String text() {
        return SchemaResource.text(HostConfigSchema.class, "host-config.schema.json");
    }
}
