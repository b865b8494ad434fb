package io.nofin.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The kinds of probes, by their keys. A new kind is a constant here, a record in {@link Probe} and a line in the schema. */
enum ProbeReader implements Keyword {
    HOLD(Probe.Hold.DEFAULT_EVERY, HoldReader::read);

    private static final Form PROBE = new Form("a probe", "{ from: app, hold: \"redis:6379\" }");
    private static final List<String> KINDS = Stream.of(values()).map(Keyword::word).toList();
    private static final List<String> KEYS = Stream.of(List.of("from"), KINDS, List.of("every")).flatMap(List::stream).toList();

    private final Duration defaultEvery;
    private final BiFunction<Value, Hosts, Optional<Maker>> reader;

    /** A probe but for what all kinds have. */
    interface Maker {
        /** @throws io.nofin.unit.BadValueException when {@code every} is too short */
        Probe make(String from, Duration every);
    }

    ProbeReader(Duration defaultEvery, BiFunction<Value, Hosts, Optional<Maker>> reader) {
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

    private Optional<Probe> probe(Fields fields, Optional<String> from, Value kind, Hosts hosts) {
        Optional<Maker> maker = reader.apply(kind, hosts);
        Optional<Value> given = fields.get("every");
        Optional<Duration> every = given.map(Value::duration).orElse(Optional.of(defaultEvery));
        if (from.isEmpty() || maker.isEmpty() || every.isEmpty()) {
            return Optional.empty();
        }
        return given.orElse(kind).attempt(() -> maker.get().make(from.get(), every.get()));
    }
}
