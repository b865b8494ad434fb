package io.nofin.client;

import java.io.IOException;

/** No agent answers, or not any more. The message names the socket. */
public final class AgentUnreachableException extends IOException {

    AgentUnreachableException(AgentSocket socket, Throwable cause) {
        super("the agent at " + socket + " does not answer: " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
