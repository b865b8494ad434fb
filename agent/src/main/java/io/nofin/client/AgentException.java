package io.nofin.client;

import io.nofin.scenario.Problem;
import java.io.IOException;
import java.util.List;

/** The agent said no, in a way that has no exception of its own. The message is the agent's. */
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

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** With which the command would have ended where the agent is. */
    public int exitCode() {
        return exitCode;
    }

    /** What is wrong with a scenario; empty where that is not it. */
    List<Problem> problems() {
        return problems;
    }
}
