package io.nofin.report;

/** The JSON Schema of {@link JsonReport}, every field with what it means. */
public final class ReportSchema {

    private ReportSchema() {
    }

    /** The schema as JSON, draft 2020-12. */
    public static String text() {
        return Resource.text("report.schema.json");
    }
}
