package io.nofin.report;

import io.nofin.scenario.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is wrong with scenario files, for a machine. */
public final class ProblemReport {

    private ProblemReport() {
    }

    /** @param problems by file; none for a file that is right */
    public static String json(Map<Path, List<Problem>> problems) {
        return JsonText.of(problems.entrySet().stream().map(file -> Fields.of(
            "file", file.getKey().toString(),
            "valid", file.getValue().isEmpty(),
            "problems", file.getValue().stream().map(ProblemReport::data).toList())).toList());
    }

    private static Map<String, Object> data(Problem problem) {
        return Fields.of(
            "line", problem.line(),
            "column", problem.column(),
            "path", problem.path(),
            "what", problem.what(),
            "remedy", problem.remedy());
    }
}
