package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the media types that a client accepts with those available. */
final class MediaTypes {

    static final String JSON = "application/json";
    static final String TEXT = "text/plain";
    static final String HTML = "text/html";
    static final String XML = "application/xml";


    private MediaTypes() {
    }

    /** Returns whether the client prefers text to JSON. The default is JSON. */
    static boolean wantsText(Context request) {
        return choose(request, List.of(JSON, TEXT)).equals(TEXT);
    }

    /**
     * Returns the first type that the client names and that is offered, or the first offered one when it accepts anything.
     *
     * @throws ApiError when it accepts none of them
     */
    static String choose(Context request, List<String> offered) {
        String accept = Optional.ofNullable(request.header("Accept")).orElse("").strip().toLowerCase(Locale.ROOT);
        if (accept.isEmpty()) {
            return offered.get(0);
        }
        List<String> wanted = Stream.of(accept.split(",")).map(range -> range.replaceAll(";.*", "").strip()).toList();
        return wanted.stream().flatMap(range -> offered.stream().filter(type -> matches(range, type))).findFirst().orElseThrow(
            () -> ApiError.of(ErrorKind.NOT_ACCEPTABLE, "not available in this form: " + accept, "accept one of " + String.join(", ", offered)));
    }

    private static boolean matches(String range, String type) {
        return range.equals("*/*") || range.equals(type) || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    }
}
