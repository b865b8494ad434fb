package io.nofin.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.api.TargetNotFoundException;
import io.nofin.api.UnsupportedHostException;
import io.nofin.unit.BadValueException;
import io.nofin.yaml.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns the agent's error into the exception that this process would have thrown if it had tried itself. */
final class Refusal {

    private static final int BAD_REQUEST = 400;
    private static final int WRONG_INPUT = 2;
    private static final int HOST_CANNOT = 3;
    private static final int TARGET_NOT_FOUND = 4;

    private Refusal() {
    }

    /**
     * Throws the exception for an error.
     *
     * @param error the agent's error object
     */
    static void raise(JsonNode error) throws IOException {
        String what = error.path("error").asText("no reason given");
        String remedy = error.path("hint").asText("");
        String message = remedy.isEmpty() ? what : what + ": " + remedy;
        int code = error.path("exit-code").asInt(HOST_CANNOT);
        List<Problem> problems = problems(error.path("problems"));
        if (error.path("status").asInt() == BAD_REQUEST && code == WRONG_INPUT && !remedy.isEmpty()) {
            throw new BadValueException(what, remedy);
        }
        if (code == TARGET_NOT_FOUND) {
            throw new TargetNotFoundException(message);
        }
        if (code == HOST_CANNOT) {
            throw new UnsupportedHostException(message);
        }
        throw new AgentException(message, error.path("status").asInt(), code, problems);
    }

    private static List<Problem> problems(JsonNode list) {
        List<Problem> problems = new ArrayList<>();
        list.forEach(problem -> problems.add(new Problem(problem.path("file").asText(), problem.path("line").asInt(),
            problem.path("column").asInt(), problem.path("path").asText(), problem.path("what").asText(), problem.path("remedy").asText())));
        return problems;
    }
}
