package io.nofin.server;

import io.javalin.http.HttpResponseException;
import io.nofin.api.ErrorKind;
import io.nofin.unit.BadValueException;
import io.nofin.yaml.InvalidDocumentException;
import io.nofin.yaml.Problem;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps exceptions to API errors. Stack traces go to the agent's log, never to a client. */
final class ApiErrors {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    private ApiErrors() {
    }

    static ApiError of(Throwable failure) {
        if (failure instanceof ApiError apiError) {
            return apiError;
        }
        if (failure instanceof HttpResponseException http) {
            return of(http);
        }
        if (failure instanceof InvalidDocumentException wrong) {
            return of(wrong);
        }
        ErrorKind kind = ErrorKind.of(failure);
        if (failure instanceof BadValueException wrong) {
            return ApiError.of(kind, wrong.what(), wrong.remedy());
        }
        if (kind != ErrorKind.DEFECT) {
            return ApiError.of(kind, String.valueOf(failure.getMessage()));
        }
        LOG.error("a defect of nofin", failure);
        return new ApiError(kind, "this is a defect of nofin: " + failure.getClass().getSimpleName(), Optional.empty(),
            Optional.of("please report it with what the agent's log says"), List.of());
    }

    private static ApiError of(InvalidDocumentException wrong) {
        Problem first = wrong.problems().get(0);
        String place = (first.path().isEmpty() ? "" : first.path() + ", ") + "line " + first.line() + ", column " + first.column();
        return new ApiError(ErrorKind.INVALID_DOCUMENT, wrong.getMessage(), Optional.of(place), Optional.of(first.remedy()), wrong.problems());
    }

    private static ApiError of(HttpResponseException http) {
        int status = http.getStatus();
        if (status == ErrorKind.NOT_FOUND.httpStatus()) {
            return ApiError.of(ErrorKind.NOT_FOUND, "not found", "see /v1/openapi.yaml for what there is");
        }
        if (status == ErrorKind.METHOD_NOT_ALLOWED.httpStatus()) {
            return ApiError.of(ErrorKind.METHOD_NOT_ALLOWED, "method not allowed", "see /v1/openapi.yaml for what there is");
        }
        return ApiError.of(status, String.valueOf(http.getMessage()), "see /v1/openapi.yaml for what is expected");
    }
}
