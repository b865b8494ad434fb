package io.nofin.api;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;

/** The kinds of errors, each with the exit code of a command that ends by it and with the HTTP status of an answer that carries it. */
public enum ErrorKind {
    BAD_REQUEST(ExitCode.WRONG_INPUT, 400),
    UNAUTHORIZED(ExitCode.WRONG_INPUT, 401),
    FORBIDDEN(ExitCode.WRONG_INPUT, 403),
    NOT_FOUND(ExitCode.WRONG_INPUT, 404),
    TARGET_NOT_FOUND(ExitCode.TARGET_NOT_FOUND, 404),
    METHOD_NOT_ALLOWED(ExitCode.WRONG_INPUT, 405),
    NOT_ACCEPTABLE(ExitCode.WRONG_INPUT, 406),
    REQUEST_TIMEOUT(ExitCode.WRONG_INPUT, 408),
    CONFLICT(ExitCode.WRONG_INPUT, 409),
    CONTENT_TOO_LARGE(ExitCode.WRONG_INPUT, 413),
    UNSUPPORTED_MEDIA_TYPE(ExitCode.WRONG_INPUT, 415),
    /** A scenario, a fault or a configuration is wrong. */
    INVALID_DOCUMENT(ExitCode.WRONG_INPUT, 422),
    /** The host has no netem for a fault that insists on it; without that key it can do the fault. */
    NETEM_UNAVAILABLE(ExitCode.HOST_CANNOT, 422),
    TOO_MANY_REQUESTS(ExitCode.WRONG_INPUT, 429),
    DEFECT(ExitCode.DEFECT, 500),
    NOT_IMPLEMENTED(ExitCode.WRONG_INPUT, 501),
    /** The host, its kernel or the user cannot do what is asked. */
    UNSUPPORTED_HOST(ExitCode.HOST_CANNOT, 501),
    /** The agent cannot answer now. */
    BUSY(ExitCode.WRONG_INPUT, 503),
    /** The kernel or a program refused. */
    UNAVAILABLE(ExitCode.HOST_CANNOT, 503);

    private final int exitCode;
    private final int httpStatus;

    ErrorKind(int exitCode, int httpStatus) {
        this.exitCode = exitCode;
        this.httpStatus = httpStatus;
    }

    /** Returns the kind of an exception. */
    public static ErrorKind of(Throwable failure) {
        if (failure instanceof InvalidDocumentException) {
            return INVALID_DOCUMENT;
        }
        if (failure instanceof BadValueException) {
            return BAD_REQUEST;
        }
        if (failure instanceof TargetNotFoundException) {
            return TARGET_NOT_FOUND;
        }
        if (failure instanceof NetemUnavailableException) {
            return NETEM_UNAVAILABLE;
        }
        if (failure instanceof UnsupportedHostException) {
            return UNSUPPORTED_HOST;
        }
        return failure instanceof IOException ? UNAVAILABLE : DEFECT;
    }

    public int exitCode() {
        return exitCode;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
