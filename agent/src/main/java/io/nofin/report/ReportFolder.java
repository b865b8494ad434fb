package io.nofin.report;

import io.nofin.linux.OutputFolder;
import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;

/** A folder with everything about one run: a page for a person, and the same for machines. */
public record ReportFolder(Path path) {

    /** The file that contains what {@link JsonReport} returns. */
    public static final String JSON = "report.json";

    private static final String JUNIT = "junit.xml";
    private static final String PAGE = "report.html";

    /** Writes all files, and replaces those that exist. */
    public void write(Scenario scenario, RunResult result) throws IOException {
        write(JsonReport.of(result), JunitReport.of(result), HtmlReport.of(scenario, result));
    }

    /** Writes a report that has been rendered already, and replaces the files that exist. */
    public void write(String json, String junit, String page) throws IOException {
        try (OutputFolder folder = OutputFolder.open(path)) {
            folder.write(JSON, json);
            folder.write(JUNIT, junit);
            folder.write(PAGE, page);
        }
    }
}
