package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code delay: 100ms} or <code>delay: { time: 100ms, jitter: 20ms, correlation: 25%, distribution: normal }</code>. */
final class DelayReader {

    private static final List<String> KEYS = List.of("time", "jitter", "correlation", "distribution");
    private static final ExpectedForm DELAY = new ExpectedForm("a delay", "100ms");

    private DelayReader() {
    }

    static Optional<Delay> read(Value value) {
        return value.node() instanceof Node.Mapping
            ? value.fields(DELAY, KEYS).flatMap(DelayReader::longForm)
            : time(value).map(Delay::of);
    }

    static Optional<Duration> time(Value value) {
        return value.parse(DELAY, text -> Delay.checkTime(Durations.parse(text)));
    }

    static Optional<Duration> jitter(Value value) {
        return value.duration().flatMap(jitter -> value.attempt(() -> Delay.checkJitter(jitter)));
    }

    private static Optional<Delay> longForm(Fields fields) {
        if (fields.lacks("jitter")) {
            fields.get("distribution").ifPresent(key -> key.reportName("distribution without jitter", "add for example jitter: 20ms"));
        }
        Optional<Duration> time = fields.require("time", "time: 100ms").flatMap(DelayReader::time);
        Optional<Duration> jitter = fields.get("jitter").map(DelayReader::jitter).orElse(Optional.of(Duration.ZERO));
        Probability correlation = fields.get("correlation").flatMap(Value::percentage).orElse(Probability.ZERO);
        Distribution distribution = fields.get("distribution")
            .flatMap(value -> value.keyword(Distribution.values())).orElse(Distribution.UNIFORM);
        return time.flatMap(held -> jitter.map(more -> new Delay(held, more, correlation, distribution)));
    }
}
