package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kinds of probes, by their keys. To add one: a constant here, a record in {@link ProbeKind} and its key in the schema. */
enum ProbeReader implements Keyword {
    TCP(Probe.DEFAULT_EVERY, endpoint(ProbeKind.Tcp::new)),
    HOLD(Probe.DEFAULT_HEARTBEAT, endpoint(ProbeKind.Hold::new)),
    HTTP(Probe.DEFAULT_EVERY, HttpReader::read),
    UDP(Probe.DEFAULT_EVERY, endpoint(ProbeKind.Udp::new)),
    EXEC(Probe.DEFAULT_EVERY, (value, targetTable) -> CommandReader.read(value).map(ProbeKind.Exec::new));

    private static final ExpectedForm PROBE = new ExpectedForm("a probe", "{ from: app, tcp: \"redis:6379\" }");
    private static final List<String> KINDS = Stream.of(values()).map(Keyword::word).toList();
    private static final List<String> OCCASIONS = Stream.of(ProbeEvent.values()).map(Keyword::word).toList();
    static final List<String> KEYS = Stream.of(List.of("from"), KINDS, List.of("every", "timeout", "retry", "after-failed"), OCCASIONS)
        .flatMap(List::stream).toList();

    private final Duration defaultEvery;
    private final BiFunction<Value, TargetTable, Optional<ProbeKind>> reader;

    ProbeReader(Duration defaultEvery, BiFunction<Value, TargetTable, Optional<ProbeKind>> reader) {
        this.defaultEvery = defaultEvery;
        this.reader = reader;
    }

    static Optional<Probe> read(Value value, TargetTable targetTable) {
        return value.fields(PROBE, KEYS).flatMap(fields -> {
            Optional<String> from = fields.require("from", "from: app").flatMap(targetTable::reference);
            return fields.exactlyOne("kind of probe", KINDS)
                .flatMap(kind -> values()[KINDS.indexOf(kind.key())].probe(fields, from, kind, targetTable));
        });
    }

    static Optional<Duration> timeout(Value value) {
        return value.duration().flatMap(time -> value.attempt(() -> Probe.checkTimeout(time)));
    }

    private static BiFunction<Value, TargetTable, Optional<ProbeKind>> endpoint(Function<Endpoint, ProbeKind> kind) {
        ExpectedForm expectedForm = new ExpectedForm("a host and a port", "\"redis:6379\"");
        return (value, targetTable) -> value.parse(expectedForm, text -> Endpoint.parse(text, targetTable)).map(kind);
    }

    private Optional<Probe> probe(Fields fields, Optional<String> from, Value kind, TargetTable targetTable) {
        Optional<ProbeKind> check = reader.apply(kind, targetTable);
        Optional<Duration> every = fields.get("every").map(value -> value.duration()
            .flatMap(time -> value.attempt(() -> Probe.checkPeriod("every", time)))).orElse(Optional.of(defaultEvery));
        Duration timeout = fields.get("timeout").flatMap(ProbeReader::timeout).orElse(Probe.DEFAULT_TIMEOUT);
        Optional<Retry> retry = RetryReader.read(fields.get("retry"), every);
        AfterFailed afterFailed = fields.get("after-failed").flatMap(value -> value.keyword(AfterFailed.values())).orElse(AfterFailed.KEEP_TRYING);
        Map<ProbeEvent, Callback> callbacks = callbacks(fields);
        if (from.isEmpty() || check.isEmpty() || every.isEmpty() || retry.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Probe(from.get(), check.get(), every.get(), timeout, retry.get(), afterFailed, callbacks));
    }

    private static Map<ProbeEvent, Callback> callbacks(Fields fields) {
        Map<ProbeEvent, Callback> callbacks = new EnumMap<>(ProbeEvent.class);
        for (ProbeEvent probeEvent : ProbeEvent.values()) {
            fields.get(probeEvent.word()).flatMap(CallbackReader::read).ifPresent(callback -> callbacks.put(probeEvent, callback));
        }
        return callbacks;
    }
}
