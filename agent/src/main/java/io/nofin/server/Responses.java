package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.ErrorKind;
import io.nofin.api.JsonText;

/** Writes answers into responses. */
final class Responses {

    private static final String UTF_8 = ";charset=utf-8";

    private Responses() {
    }

    static void json(Context request, Object data) {
        jsonText(request, JsonText.of(data));
    }

    static void jsonText(Context request, String json) {
        request.contentType(MediaTypes.JSON).result(json);
    }

    static void text(Context request, String text) {
        request.contentType(MediaTypes.TEXT + UTF_8).result(text);
    }

    static void of(Context request, String type, byte[] content) {
        request.contentType(type.startsWith("text/") ? type + UTF_8 : type).result(content);
    }

    static void refused(Context request, ApiError apiError) {
        if (apiError.status() == ErrorKind.UNAUTHORIZED.httpStatus()) {
            request.header("WWW-Authenticate", "Bearer realm=\"nofin\"");
        }
        if (apiError.isForNow()) {
            request.header("Retry-After", ApiError.RETRY_SECONDS);
        }
        request.status(apiError.status());
        json(request, apiError.body().data());
    }
}
