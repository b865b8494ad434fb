package io.nofin.cli;

import io.nofin.api.ErrorKind;
import io.nofin.api.ExitCode;
import io.nofin.client.AgentException;

/** The exit codes of commands that fail. */
final class ExitCodes {

    private ExitCodes() {
    }

    static int of(Throwable failure) {
        if (failure instanceof UsageException) {
            return ExitCode.WRONG_INPUT;
        }
        return failure instanceof AgentException refused ? refused.exitCode() : ErrorKind.of(failure).exitCode();
    }
}
