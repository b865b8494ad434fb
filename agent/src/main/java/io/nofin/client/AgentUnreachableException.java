package io.nofin.client;

import java.io.IOException;

/** The agent does not answer, or no longer does. The message names the socket. */
public final class AgentUnreachableException extends IOException {

    AgentUnreachableException(AgentSocket socket, Throwable cause) {
        super("the agent at " + socket + " does not answer: " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
