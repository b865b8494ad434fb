package io.nofin.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * Stands before everything else that looks at a request, and refuses what two of them could read in two ways: a method that is not the
 * one in the request line, a header or parameter that decides something and is there twice, and methods that the API has no use for.
 * Behind it, the method of the request line is the method. May be used from any thread.
 */
final class RequestCheck extends Handler.Wrapper {

    /** The methods of RFC 9110 and RFC 5789 that the API uses; their names are in upper case, and mean nothing in lower case. */
    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final List<String> OVERRIDES = List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method");
    private static final List<String> ONCE = List.of("Host", "Authorization", "Content-Type", "Origin", "Sec-Fetch-Site",
        RunRoutes.LEASE, "Idempotency-Key", "Last-Event-ID");
    private static final String HINT = "see /v1/openapi.yaml for what is expected";
    private static final int BAD_REQUEST = 400;
    private static final int NOT_IMPLEMENTED = 501;

    private final BiConsumer<Request, ApiError> refused;

    /** @param refused is told of each request that went no further */
    RequestCheck(BiConsumer<Request, ApiError> refused) {
        this.refused = refused;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<ApiError> refusal = refusal(request);
        if (refusal.isEmpty()) {
            return super.handle(request, response, callback);
        }
        refused.accept(request, refusal.get());
        PlainErrors.write(response, refusal.get(), callback);
        return true;
    }

    private static Optional<ApiError> refusal(Request request) {
        if (!METHODS.contains(request.getMethod())) {
            return Optional.of(ApiError.of(NOT_IMPLEMENTED, "method not implemented", HINT));
        }
        HttpFields headers = request.getHeaders();
        Optional<String> override = OVERRIDES.stream().filter(headers::contains).findFirst();
        if (override.isPresent()) {
            return Optional.of(ApiError.of(BAD_REQUEST, "the method may not be given in the header " + override.get(), "send the method itself"));
        }
        Optional<String> twice = ONCE.stream().filter(name -> headers.getFields(name).size() > 1).findFirst();
        if (twice.isPresent()) {
            return Optional.of(ApiError.of(BAD_REQUEST, "the header " + twice.get() + " is there more than once", "send it once"));
        }
        return parameters(Request.extractQueryParameters(request));
    }

    private static Optional<ApiError> parameters(Fields parameters) {
        if (parameters.getNames().contains("_method")) {
            return Optional.of(ApiError.of(BAD_REQUEST, "the method may not be given in the parameter _method", "send the method itself"));
        }
        return parameters.stream().filter(parameter -> parameter.getValues().size() > 1).findFirst()
            .map(twice -> ApiError.of(BAD_REQUEST, "a parameter is there more than once: " + twice.getName(), "send it once"));
    }
}
