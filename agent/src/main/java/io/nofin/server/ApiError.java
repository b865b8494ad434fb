package io.nofin.server;

import io.nofin.unit.Quoted;
import io.nofin.yaml.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Thrown when a request is refused. Carries the answer to the client: what is wrong, where, and what to do. */
final class ApiError extends RuntimeException {

    static final int WRONG_INPUT = 2;
    static final int HOST_CANNOT = 3;
    static final int TARGET_NOT_FOUND = 4;
    static final int DEFECT = 70;
    static final String RETRY_SECONDS = "1";

    private static final int TOO_MANY = 429;
    private static final int NOT_NOW = 503;

    private static final int LONGEST = 200;

    private final int status;
    private final int exitCode;
    private final transient Optional<String> at;
    private final transient Optional<String> hint;
    private final transient List<Problem> problems;

    ApiError(int status, int exitCode, String error, Optional<String> at, Optional<String> hint, List<Problem> problems) {
        super(error, null, false, false);
        this.status = status;
        this.exitCode = exitCode;
        this.at = at;
        this.hint = hint;
        this.problems = List.copyOf(problems);
    }

    /** Creates an error whose message may contain parts of the request. The message is cut, and control characters are replaced. */
    static ApiError of(int status, String error, String hint) {
        return new ApiError(status, WRONG_INPUT, Quoted.shortened(error, LONGEST), Optional.empty(), Optional.of(hint), List.of());
    }

    int status() {
        return status;
    }

    /** Tells whether the request may succeed soon; the answer has {@code Retry-After} then. */
    boolean isForNow() {
        return status == TOO_MANY || status == NOT_NOW;
    }

    int exitCode() {
        return exitCode;
    }

    /** Returns the body of the answer. */
    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("error", getMessage());
        data.put("status", status);
        data.put("at", at.orElse(null));
        data.put("hint", hint.orElse(null));
        data.put("exit-code", exitCode);
        if (!problems.isEmpty()) {
            List<Map<String, Object>> told = new ArrayList<>();
            problems.forEach(problem -> told.add(data(problem)));
            data.put("problems", told);
        }
        return data;
    }

    private static Map<String, Object> data(Problem problem) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("file", problem.file());
        data.put("line", problem.line());
        data.put("column", problem.column());
        data.put("path", problem.path());
        data.put("what", problem.what());
        data.put("remedy", problem.remedy());
        return data;
    }
}
