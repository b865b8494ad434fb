package io.nofin.client;

import io.nofin.yaml.Problem;
import java.io.IOException;
import java.util.List;

/** The agent refused, for a reason that has no exception of its own. The message is the agent's. */
public final class AgentException extends IOException {

    private final int status;
    private final int exitCode;
    private final transient List<Problem> problems;

    AgentException(String message, int status, int exitCode, List<Problem> problems) {
        super(message);
        this.status = status;
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the exit code that the command would have had on the agent's side. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the problems of the scenario; empty if the reason is another one. */
    List<Problem> problems() {
        return problems;
    }
}
