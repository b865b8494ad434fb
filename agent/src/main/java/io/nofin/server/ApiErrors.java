package io.nofin.server;

import io.javalin.http.HttpResponseException;
import io.nofin.api.TargetNotFoundException;
import io.nofin.api.UnsupportedHostException;
import io.nofin.inject.NetemUnavailableException;
import io.nofin.unit.BadValueException;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to API errors. Stack traces go to the agent's log, never to a client. */
final class ApiErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_SCENARIO = 422;
    private static final int DEFECTIVE = 500;
    private static final int NOT_HERE = 501;
    private static final int NOT_NOW = 503;

    private ApiErrors() {
    }

    static ApiError of(Throwable failure) {
        if (failure instanceof ApiError apiError) {
            return apiError;
        }
        if (failure instanceof InvalidDocumentException wrong) {
            return of(wrong);
        }
        if (failure instanceof BadValueException wrong) {
            return ApiError.of(BAD_REQUEST, wrong.what(), wrong.remedy());
        }
        if (failure instanceof TargetNotFoundException) {
            return plain(NOT_FOUND, ApiError.TARGET_NOT_FOUND, failure.getMessage());
        }
        if (failure instanceof NetemUnavailableException) {
            return plain(WRONG_SCENARIO, ApiError.HOST_CANNOT, failure.getMessage());
        }
        if (failure instanceof UnsupportedHostException) {
            return plain(NOT_HERE, ApiError.HOST_CANNOT, failure.getMessage());
        }
        if (failure instanceof IOException) {
            return plain(NOT_NOW, ApiError.HOST_CANNOT, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof HttpResponseException http) {
            return of(http);
        }
        LOG.error("a defect of nofin", failure);
        return new ApiError(DEFECTIVE, ApiError.DEFECT, "this is a defect of nofin: " + failure.getClass().getSimpleName(), Optional.empty(),
            Optional.of("please report it with the agent's log"), List.of());
    }

    private static ApiError plain(int status, int exitCode, String error) {
        return new ApiError(status, exitCode, error, Optional.empty(), Optional.empty(), List.of());
    }

    private static ApiError of(InvalidDocumentException wrong) {
        Problem first = wrong.problems().get(0);
        String place = (first.path().isEmpty() ? "" : first.path() + ", ") + "line " + first.line() + ", column " + first.column();
        return new ApiError(WRONG_SCENARIO, ApiError.WRONG_INPUT, wrong.getMessage(), Optional.of(place), Optional.of(first.remedy()), wrong.problems());
    }

    private static ApiError of(HttpResponseException http) {
        int status = http.getStatus();
        return switch (status) {
            case NOT_FOUND -> ApiError.of(status, "not found", "see /v1/openapi.yaml for the routes");
            case 405 -> ApiError.of(status, "method not allowed", "see /v1/openapi.yaml for the routes");
            default -> ApiError.of(status, String.valueOf(http.getMessage()), "see /v1/openapi.yaml for the expected request");
        };
    }
}
