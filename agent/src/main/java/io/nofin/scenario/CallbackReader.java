package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads <code>{ exec: [logger, down], timeout: 5s }</code> or <code>{ webhook: "http://10.0.0.1:8080/hook" }</code>. */
final class CallbackReader {

    private static final List<String> KINDS = List.of("exec", "webhook");
    private static final List<String> KEYS = List.of("exec", "webhook", "timeout");
    private static final ExpectedForm CALLBACK = new ExpectedForm("a callback", "{ exec: \"logger redis is down\" }");
    private static final ExpectedForm URL = new ExpectedForm("a URL", "\"http://10.0.0.1:8080/hook\"");

    private CallbackReader() {
    }

    static Optional<Callback> read(Value value) {
        return value.fields(CALLBACK, KEYS).flatMap(fields -> {
            Duration timeout = fields.get("timeout").flatMap(ProbeReader::timeout).orElse(Callback.DEFAULT_TIMEOUT);
            return fields.exactlyOne("kind of callback", KINDS).flatMap(kind -> kind.key().equals("exec")
                ? CommandReader.read(kind).map(command -> new Callback.Exec(command, timeout))
                : kind.parse(URL, url -> Callback.Webhook.parse(url, timeout)));
        });
    }
}
