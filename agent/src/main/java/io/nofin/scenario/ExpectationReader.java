package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Suggestion;
import io.nofin.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The subjects of expectations, by their keys: <code>{ fault: cut, silent: true }</code>. To add one: a constant here, a record that
 * {@link Expectation} permits, and a form in the schema.
 */
enum ExpectationReader implements Keyword {
    FAULT(FaultExpectationReader.KEYS, FaultExpectationReader::read),
    PROBE(ProbeExpectationReader.KEYS, ProbeExpectationReader::read),
    CONNECTION(List.of("outcome"), ExpectationReader::connection),
    EXEC(List.of("on", "status", "contains", "timeout"), ExpectationReader::command),
    METRIC(List.of("below"), (subject, fields, knownNames) -> metric(subject, fields));

    private static final ExpectedForm EXPECTATIONS = new ExpectedForm("a list of expectations", "- { fault: cut, silent: true }");
    private static final ExpectedForm EXPECTATION = new ExpectedForm("an expectation", "{ fault: cut, silent: true }");
    private static final ExpectedForm STATUS = new ExpectedForm("an exit status", "0");
    private static final List<String> SUBJECTS = Stream.of(values()).map(Keyword::word).toList();

    static final List<String> KEYS = Stream.concat(SUBJECTS.stream(), Stream.of(values()).flatMap(subject -> subject.keys.stream()))
        .distinct().toList();

    private final List<String> keys;
    private final Reader reader;

    private interface Reader {
        Optional<? extends Expectation> read(Value subject, Fields fields, KnownNames knownNames);
    }

    /** @param keys the keys that such an expectation may have in addition to its subject */
    ExpectationReader(List<String> keys, Reader reader) {
        this.keys = keys;
        this.reader = reader;
    }

    static List<Expectation> readAll(Value value, KnownNames knownNames) {
        return Value.distinct(value.items(EXPECTATIONS), item -> read(item, knownNames));
    }

    private static Optional<Expectation> read(Value value, KnownNames knownNames) {
        return value.fields(EXPECTATION, KEYS).flatMap(fields -> fields.exactlyOne("subject", SUBJECTS).flatMap(
            subject -> values()[SUBJECTS.indexOf(subject.key())].expectation(subject, fields, knownNames)));
    }

    private Optional<Expectation> expectation(Value subject, Fields fields, KnownNames knownNames) {
        fields.entries().stream().filter(entry -> entry != subject && KEYS.contains(entry.key()) && !keys.contains(entry.key())).forEach(
            entry -> entry.reportName(subject.key() + " has no " + entry.key(), Suggestion.oneOf(keys)));
        return reader.read(subject, fields, knownNames).map(expectation -> expectation);
    }

    private static Optional<Expectation> connection(Value subject, Fields fields, KnownNames knownNames) {
        Optional<String> name = knownNames.connection(subject);
        return fields.require("outcome", "outcome: survives").flatMap(value -> value.keyword(ConnectionExpectation.Outcome.values()))
            .flatMap(outcome -> name.map(probe -> new ConnectionExpectation(probe, outcome)));
    }

    private static Optional<Expectation> command(Value subject, Fields fields, KnownNames knownNames) {
        Optional<Command> command = CommandReader.read(subject);
        Optional<String> on = fields.get("on").flatMap(knownNames.hosts()::reference);
        Optional<Integer> status = fields.get("status").map(ExpectationReader::status).orElse(Optional.of(0));
        Optional<String> contains = fields.get("contains")
            .flatMap(value -> value.parse(ExpectedForm.TEXT, CommandExpectation::checkContains));
        Optional<Duration> timeout = fields.get("timeout").map(ExpectationReader::limit)
            .orElse(Optional.of(CommandExpectation.DEFAULT_TIMEOUT));
        return command.flatMap(run -> status.flatMap(number -> timeout.map(
            limit -> new CommandExpectation(run, on, number, contains, limit))));
    }

    private static Optional<Integer> status(Value value) {
        return value.integer(STATUS, Integer::valueOf)
            .flatMap(status -> value.attempt(() -> CommandExpectation.checkStatus(status)));
    }

    private static Optional<Expectation> metric(Value subject, Fields fields) {
        Optional<MetricExpectation.Metric> metric = subject.keyword(MetricExpectation.Metric.values());
        return fields.require("below", "below: 10ms").flatMap(ExpectationReader::limit)
            .flatMap(below -> metric.map(measured -> new MetricExpectation(measured, below)));
    }

    static Optional<Duration> limit(Value value) {
        return value.duration().flatMap(limit -> value.attempt(() -> Expectation.checkLimit(limit)));
    }
}
