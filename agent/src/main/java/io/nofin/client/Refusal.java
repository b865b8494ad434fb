package io.nofin.client;

import io.nofin.api.ErrorBody;
import io.nofin.api.ErrorKind;
import io.nofin.api.ExitCode;
import io.nofin.api.TargetNotFoundException;
import io.nofin.api.UnsupportedHostException;
import io.nofin.unit.BadValueException;
import java.io.IOException;

/** Turns the agent's error into the exception that this process would have thrown if it had tried itself. */
final class Refusal {

    private Refusal() {
    }

    /**
     * Throws the exception for an error.
     *
     * @param body the agent's error object
     */
    static void raise(ErrorBody body) throws IOException {
        String remedy = body.hint().orElse("");
        String message = remedy.isEmpty() ? body.error() : body.error() + ": " + remedy;
        if (body.status() == ErrorKind.BAD_REQUEST.httpStatus() && body.exitCode() == ErrorKind.BAD_REQUEST.exitCode() && !remedy.isEmpty()) {
            throw new BadValueException(body.error(), remedy);
        }
        if (body.exitCode() == ExitCode.TARGET_NOT_FOUND) {
            throw new TargetNotFoundException(message);
        }
        if (body.exitCode() == ExitCode.HOST_CANNOT) {
            throw new UnsupportedHostException(message);
        }
        throw new AgentException(message, body.status(), body.exitCode(), body.problems());
    }
}
