package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.util.List;
import java.util.Optional;

/** Reads {@code http: "http://web:8080/health"} or <code>http: { url: "http://web:8080/health", status: 200, contains: ok }</code>. */
final class HttpReader {

    private static final List<String> KEYS = List.of("url", "method", "status", "contains");
    private static final Form HTTP = new Form("an HTTP URL", "\"http://web:8080/health\"");
    private static final Form METHOD = new Form("an HTTP method", "GET");
    private static final Form STATUS = new Form("an HTTP status or a list of them", "[200, 204]");

    private HttpReader() {
    }

    static Optional<Check> read(Value value, Hosts hosts) {
        return value.node() instanceof Node.Mapping
            ? value.fields(HTTP, KEYS).flatMap(fields -> longForm(value, fields, hosts))
            : url(value, hosts).map(url -> new Check.Http(url, Check.Http.DEFAULT_METHOD, List.of(), Optional.empty()));
    }

    private static Optional<Check> longForm(Value value, Fields fields, Hosts hosts) {
        Optional<HttpUrl> url = fields.require("url", "url: \"http://web:8080/health\"").flatMap(entry -> url(entry, hosts));
        String method = fields.get("method").flatMap(entry -> entry.parse(METHOD, text -> Check.Http.checkMethod(text)))
            .orElse(Check.Http.DEFAULT_METHOD);
        List<Integer> statuses = fields.get("status").map(entry -> Value.distinct(entry.oneOrMore(STATUS), HttpReader::status)).orElse(List.of());
        Optional<Value> contains = fields.get("contains");
        Optional<String> text = contains.flatMap(entry -> entry.parse(Form.TEXT, HttpReader::checkText));
        return url.flatMap(read -> contains.orElse(value).attempt(() -> new Check.Http(read, method, statuses, text)));
    }

    private static Optional<HttpUrl> url(Value value, Hosts hosts) {
        return value.parse(HTTP, text -> HttpUrl.parse(text, hosts));
    }

    private static Optional<Integer> status(Value value) {
        return value.integer(STATUS, Integer::valueOf).flatMap(status -> value.attempt(() -> Check.Http.checkStatus(status)));
    }

    private static String checkText(String text) {
        if (text.isEmpty()) {
            throw new BadValueException("every body contains " + Quoted.of(text), "write what must be in it, or leave contains out");
        }
        return text;
    }
}
