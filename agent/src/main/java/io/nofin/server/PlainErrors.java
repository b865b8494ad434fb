package io.nofin.server;

import io.nofin.api.JsonText;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that reach no handler, such as malformed ones, with the same JSON as other errors. */
final class PlainErrors extends ErrorHandler {

    @Override
    protected void generateResponse(Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        write(response, ApiError.of(code, message == null ? "the request cannot be read" : message, "send HTTP/1.1 as /v1/openapi.yaml says"), callback);
    }

    /** Writes an error without a handler. */
    static void write(Response response, ApiError apiError, Callback callback) {
        response.setStatus(apiError.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaTypes.JSON);
        if (apiError.isForNow()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, ApiError.RETRY_SECONDS);
        }
        Content.Sink.write(response, true, JsonText.of(apiError.body().data()), callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }
}
