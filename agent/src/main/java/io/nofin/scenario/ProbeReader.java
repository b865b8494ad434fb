package io.nofin.scenario;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kinds of probes, by their keys. A new kind is a constant here, a record in {@link Check} and its key in the schema. */
enum ProbeReader implements Keyword {
    TCP(Probe.DEFAULT_EVERY, endpoint(Check.Tcp::new)),
    HOLD(Probe.DEFAULT_HEARTBEAT, endpoint(Check.Hold::new)),
    HTTP(Probe.DEFAULT_EVERY, HttpReader::read),
    UDP(Probe.DEFAULT_EVERY, endpoint(Check.Udp::new)),
    EXEC(Probe.DEFAULT_EVERY, (value, hosts) -> CommandReader.read(value).map(Check.Exec::new));

    private static final Form PROBE = new Form("a probe", "{ from: app, tcp: \"redis:6379\" }");
    private static final List<String> KINDS = Stream.of(values()).map(Keyword::word).toList();
    private static final List<String> OCCASIONS = Stream.of(Occasion.values()).map(Keyword::word).toList();
    static final List<String> KEYS = Stream.of(List.of("from"), KINDS, List.of("every", "timeout", "retry", "after-failed"), OCCASIONS)
        .flatMap(List::stream).toList();

    private final Duration defaultEvery;
    private final BiFunction<Value, Hosts, Optional<Check>> reader;

    ProbeReader(Duration defaultEvery, BiFunction<Value, Hosts, Optional<Check>> reader) {
        this.defaultEvery = defaultEvery;
        this.reader = reader;
    }

    static Optional<Probe> read(Value value, Hosts hosts) {
        return value.fields(PROBE, KEYS).flatMap(fields -> {
            Optional<String> from = fields.require("from", "from: app").flatMap(hosts::reference);
            return fields.exactlyOne("kind of probe", KINDS)
                .flatMap(kind -> values()[KINDS.indexOf(kind.key())].probe(fields, from, kind, hosts));
        });
    }

    static Optional<Duration> timeout(Value value) {
        return value.duration().flatMap(time -> value.attempt(() -> Probe.checkTimeout(time)));
    }

    private static BiFunction<Value, Hosts, Optional<Check>> endpoint(Function<Endpoint, Check> kind) {
        Form form = new Form("a host and a port", "\"redis:6379\"");
        return (value, hosts) -> value.parse(form, text -> Endpoint.parse(text, hosts)).map(kind);
    }

    private Optional<Probe> probe(Fields fields, Optional<String> from, Value kind, Hosts hosts) {
        Optional<Check> check = reader.apply(kind, hosts);
        Optional<Duration> every = fields.get("every").map(value -> value.duration()
            .flatMap(time -> value.attempt(() -> Probe.checkPeriod("every", time)))).orElse(Optional.of(defaultEvery));
        Duration timeout = fields.get("timeout").flatMap(ProbeReader::timeout).orElse(Probe.DEFAULT_TIMEOUT);
        Optional<Retry> retry = RetryReader.read(fields.get("retry"), every);
        AfterFailed afterFailed = fields.get("after-failed").flatMap(value -> value.keyword(AfterFailed.values())).orElse(AfterFailed.KEEP_TRYING);
        Map<Occasion, Callback> callbacks = callbacks(fields);
        if (from.isEmpty() || check.isEmpty() || every.isEmpty() || retry.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Probe(from.get(), check.get(), every.get(), timeout, retry.get(), afterFailed, callbacks));
    }

    private static Map<Occasion, Callback> callbacks(Fields fields) {
        Map<Occasion, Callback> callbacks = new EnumMap<>(Occasion.class);
        for (Occasion occasion : Occasion.values()) {
            fields.get(occasion.word()).flatMap(CallbackReader::read).ifPresent(callback -> callbacks.put(occasion, callback));
        }
        return callbacks;
    }
}
