package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.api.JsonText;
import io.nofin.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Problems in files, and notes on what is worth knowing before they are run. */
public final class ProblemReport {

    /**
     * The result of reading one file.
     *
     * @param problems empty for a valid file
     * @param notes    what the file does that people may not expect; empty for an invalid file
     */
    public record Findings(List<Problem> problems, List<String> notes) {

        public Findings {
            problems = List.copyOf(problems);
            notes = List.copyOf(notes);
        }

        /** Returns a line for each problem, or one that says that there is none, and a line for each note. */
        public List<String> lines(Path file) {
            return problems.isEmpty() ? Stream.concat(Stream.of(file + ": ok"), notes.stream().map(note -> file + ": note: " + note)).toList()
                : problems.stream().map(Problem::toString).toList();
        }
    }

    private ProblemReport() {
    }

    /** Returns what was found in each file, for a machine. */
    public static String json(Map<Path, Findings> found) {
        return JsonText.of(found.entrySet().stream().map(file -> JsonFields.of(
            "file", file.getKey().toString(),
            "valid", file.getValue().problems().isEmpty(),
            "problems", file.getValue().problems().stream().map(ProblemReport::data).toList(),
            "notes", file.getValue().notes())).toList());
    }

    private static Map<String, Object> data(Problem problem) {
        return JsonFields.of(
            "line", problem.line(),
            "column", problem.column(),
            "path", problem.path(),
            "what", problem.what(),
            "remedy", problem.remedy());
    }
}
