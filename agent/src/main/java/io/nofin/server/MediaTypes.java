package io.nofin.server;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The media types that a client accepts, compared with those available. */
final class MediaTypes {

    static final String JSON = "application/json";
    static final String TEXT = "text/plain";
    static final String HTML = "text/html";
    static final String XML = "application/xml";

    private static final int NOT_ACCEPTABLE = 406;

    private MediaTypes() {
    }

    /** JSON or text; JSON for whoever does not mind. */
    static boolean wantsText(Context request) {
        return choose(request, List.of(JSON, TEXT)).equals(TEXT);
    }

    /**
     * The first that the client names and there is; the first that there is when it takes anything.
     *
     * @throws ApiError when it wants something else
     */
    static String choose(Context request, List<String> offered) {
        String accept = Optional.ofNullable(request.header("Accept")).orElse("").strip().toLowerCase(Locale.ROOT);
        if (accept.isEmpty()) {
            return offered.get(0);
        }
        List<String> wanted = Stream.of(accept.split(",")).map(range -> range.replaceAll(";.*", "").strip()).toList();
        return wanted.stream().flatMap(range -> offered.stream().filter(type -> matches(range, type))).findFirst().orElseThrow(
            () -> ApiError.of(NOT_ACCEPTABLE, "there is no such form of this: " + accept, "accept one of " + String.join(", ", offered)));
    }

    private static boolean matches(String range, String type) {
        return range.equals("*/*") || range.equals(type) || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    }
}
