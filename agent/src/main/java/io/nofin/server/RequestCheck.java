package io.nofin.server;

import io.nofin.api.ApiHeaders;
import io.nofin.api.ErrorKind;
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
 * Refuses requests that two readers could read in different ways, before any other handler: methods given in a header or parameter,
 * repeated headers or parameters that decide something, and methods that the API does not use. Thread-safe.
 */
final class RequestCheck extends Handler.Wrapper {

    /** The methods of RFC 9110 and RFC 5789 that the API uses. Methods are case-sensitive. */
    static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final List<String> OVERRIDES = List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method");
    private static final List<String> ONCE = List.of("Host", "Authorization", "Content-Type", "Origin", "Sec-Fetch-Site",
        ApiHeaders.LEASE, ApiHeaders.IDEMPOTENCY_KEY, ApiHeaders.LAST_EVENT_ID);
    private static final String HINT = "see /v1/openapi.yaml for the expected request";

    private final BiConsumer<Request, ApiError> refused;

    /** @param refused called with each refused request */
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
            return Optional.of(ApiError.of(ErrorKind.NOT_IMPLEMENTED, "method not implemented", HINT));
        }
        HttpFields headers = request.getHeaders();
        Optional<String> override = OVERRIDES.stream().filter(headers::contains).findFirst();
        if (override.isPresent()) {
            return Optional.of(ApiError.of(ErrorKind.BAD_REQUEST, "the method may not be given in the header " + override.get(), "send the method itself"));
        }
        Optional<String> twice = ONCE.stream().filter(name -> headers.getFields(name).size() > 1).findFirst();
        if (twice.isPresent()) {
            return Optional.of(ApiError.of(ErrorKind.BAD_REQUEST, "the header " + twice.get() + " is repeated", "send it once"));
        }
        return parameters(Request.extractQueryParameters(request));
    }

    private static Optional<ApiError> parameters(Fields parameters) {
        if (parameters.getNames().contains("_method")) {
            return Optional.of(ApiError.of(ErrorKind.BAD_REQUEST, "the method may not be given in the parameter _method", "send the method itself"));
        }
        return parameters.stream().filter(parameter -> parameter.getValues().size() > 1).findFirst()
            .map(twice -> ApiError.of(ErrorKind.BAD_REQUEST, "repeated parameter: " + twice.getName(), "send it once"));
    }
}
