package io.nofin.report;

/** The JSON Schema of {@link JsonReport}, which describes every field. */
public final class ReportSchema {

    private ReportSchema() {
    }

    /** Returns the schema as JSON, draft 2020-12. */
    public static String text() {
        return Resource.text("report.schema.json");
    }
}
