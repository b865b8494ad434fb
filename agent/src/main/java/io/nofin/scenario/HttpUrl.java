package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code http:} URL without user, password and fragment.
 *
 * @param path the path with the query, as sent; begins with a slash
 */
public record HttpUrl(Endpoint server, String path) {

    private static final int DEFAULT_PORT = 80;
    private static final Pattern NOTATION = Pattern.compile(
        "http://(?<host>\\[[0-9a-fA-F:.]+]|[^/?#@:\\[\\]]+)(?::(?<port>\\d{1,5}))?(?<path>/[!-~&&[^#]]*)?");

    /**
     * Parses a URL where no targets can be meant.
     *
     * @throws BadValueException when the text is not an {@code http:} URL
     */
    public static HttpUrl parse(String text) {
        return parse(text, new TargetTable(false));
    }

    static HttpUrl parse(String text, TargetTable targetTable) {
        if (text.startsWith("https://")) {
            throw new BadValueException("https is not supported: " + Quoted.of(text),
                "use exec: [curl, --fail, --silent, --show-error, " + Quoted.of(text) + "]");
        }
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            throw new BadValueException("not an HTTP URL: " + Quoted.of(text), "write for example http://web:8080/health");
        }
        String port = notation.group("port") == null ? Integer.toString(DEFAULT_PORT) : notation.group("port");
        String path = notation.group("path") == null ? "/" : notation.group("path");
        return new HttpUrl(Endpoint.parse(notation.group("host") + ":" + port, targetTable), path);
    }

    /** Returns the server as a Host header names it. */
    public String authority() {
        String both = server.toString();
        return server.port() == DEFAULT_PORT ? both.substring(0, both.lastIndexOf(':')) : both;
    }

    @Override
    public String toString() {
        return "http://" + authority() + path;
    }
}
