package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Reads {@code http: "http://web:8080/health"} or <code>http: { url: "http://web:8080/health", status: 200, contains: ok }</code>. */
final class HttpReader {

    private static final List<String> KEYS = List.of("url", "method", "status", "contains");
    private static final ExpectedForm HTTP = new ExpectedForm("an HTTP URL", "\"http://web:8080/health\"");
    private static final ExpectedForm METHOD = new ExpectedForm("an HTTP method", "GET");
    private static final ExpectedForm STATUS = new ExpectedForm("an HTTP status or a list of them", "[200, 204]");

    private HttpReader() {
    }

    static Optional<ProbeKind> read(Value value, TargetTable targetTable) {
        return value.node() instanceof Node.Mapping
            ? value.fields(HTTP, KEYS).flatMap(fields -> longForm(value, fields, targetTable))
            : url(value, targetTable).map(url -> new ProbeKind.Http(url, ProbeKind.Http.DEFAULT_METHOD, List.of(), Optional.empty()));
    }

    private static Optional<ProbeKind> longForm(Value value, Fields fields, TargetTable targetTable) {
        Optional<HttpUrl> url = fields.require("url", "url: \"http://web:8080/health\"").flatMap(entry -> url(entry, targetTable));
        String method = fields.get("method").flatMap(entry -> entry.parse(METHOD, text -> ProbeKind.Http.checkMethod(text)))
            .orElse(ProbeKind.Http.DEFAULT_METHOD);
        List<Integer> statuses = fields.get("status").map(entry -> Value.distinct(entry.oneOrMore(STATUS), HttpReader::status)).orElse(List.of());
        Optional<Value> contains = fields.get("contains");
        Optional<String> text = contains.flatMap(entry -> entry.parse(ExpectedForm.TEXT, HttpReader::checkText));
        return url.flatMap(read -> contains.orElse(value).attempt(() -> new ProbeKind.Http(read, method, statuses, text)));
    }

    private static Optional<HttpUrl> url(Value value, TargetTable targetTable) {
        return value.parse(HTTP, text -> HttpUrl.parse(text, targetTable));
    }

    private static Optional<Integer> status(Value value) {
        return value.integer(STATUS, Integer::valueOf).flatMap(status -> value.attempt(() -> ProbeKind.Http.checkStatus(status)));
    }

    private static String checkText(String text) {
        if (text.isEmpty()) {
            throw new BadValueException("every body contains " + Quoted.of(text), "write what must be in it, or leave contains out");
        }
        return text;
    }
}
