package io.nofin.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error as answers of the API carry it, written and read.
 *
 * @param error    what was wrong
 * @param status   the HTTP status
 * @param at       the place in what was sent
 * @param hint     what to do
 * @param exitCode the {@link ExitCode} that a command would have ended with where the agent is
 * @param problems everything that is wrong with a document; empty for other errors
 */
public record ErrorBody(String error, int status, Optional<String> at, Optional<String> hint, int exitCode, List<Problem> problems) {

    public ErrorBody {
        problems = List.copyOf(problems);
    }

    /** Reads an error from an object of the API. */
    public static ErrorBody of(JsonNode object) {
        List<Problem> problems = new ArrayList<>();
        object.path("problems").forEach(problem -> problems.add(new Problem(problem.path("file").asText(), problem.path("line").asInt(),
            problem.path("column").asInt(), problem.path("path").asText(), problem.path("what").asText(), problem.path("remedy").asText())));
        return new ErrorBody(object.path("error").asText("no reason given"), object.path("status").asInt(), text(object, "at"), text(object, "hint"),
            object.path("exit-code").asInt(ExitCode.HOST_CANNOT), problems);
    }

    /** Returns the object as maps, lists, strings and numbers. */
    public Map<String, Object> data() {
        Map<String, Object> data = JsonFields.of("error", error, "status", status, "at", at.orElse(null), "hint", hint.orElse(null), "exit-code", exitCode);
        if (!problems.isEmpty()) {
            data.put("problems", problems.stream().map(problem -> JsonFields.of("file", problem.file(), "line", problem.line(),
                "column", problem.column(), "path", problem.path(), "what", problem.what(), "remedy", problem.remedy())).toList());
        }
        return data;
    }

    private static Optional<String> text(JsonNode object, String key) {
        return object.hasNonNull(key) ? Optional.of(object.path(key).asText()) : Optional.empty();
    }
}
