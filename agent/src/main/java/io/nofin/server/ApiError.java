package io.nofin.server;

import io.nofin.api.ErrorBody;
import io.nofin.api.ErrorKind;
import io.nofin.api.ExitCode;
import io.nofin.unit.Quoted;
import io.nofin.yaml.Problem;
import java.util.List;
import java.util.Optional;

/** Thrown when a request is refused. Carries the answer to the client: what is wrong, where, and what to do. */
final class ApiError extends RuntimeException {

    static final String RETRY_SECONDS = "1";

    private static final int LONGEST = 200;

    private final transient ErrorBody body;

    private ApiError(ErrorBody body) {
        super(body.error(), null, false, false);
        this.body = body;
    }

    ApiError(ErrorKind kind, String error, Optional<String> at, Optional<String> hint, List<Problem> problems) {
        this(new ErrorBody(error, kind.httpStatus(), at, hint, kind.exitCode(), problems));
    }

    /** Returns an error that says what was wrong, and no more. */
    static ApiError of(ErrorKind kind, String error) {
        return new ApiError(kind, error, Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Returns an error about what was asked, which may be part of the message: that is cut, and shown without what would command a
     * terminal.
     */
    static ApiError of(ErrorKind kind, String error, String hint) {
        return of(kind.httpStatus(), error, hint);
    }

    /** Returns the error for a status that the HTTP server chose. */
    static ApiError of(int status, String error, String hint) {
        return new ApiError(new ErrorBody(Quoted.shortened(error, LONGEST), status, Optional.empty(), Optional.of(hint), ExitCode.WRONG_INPUT, List.of()));
    }

    int status() {
        return body.status();
    }

    /** Returns whether the same may be done in a moment: the answer says when to try again, in {@code Retry-After}. */
    boolean isForNow() {
        return status() == ErrorKind.TOO_MANY_REQUESTS.httpStatus() || status() == ErrorKind.BUSY.httpStatus();
    }

    /** Returns the body of the answer. */
    ErrorBody body() {
        return body;
    }
}
