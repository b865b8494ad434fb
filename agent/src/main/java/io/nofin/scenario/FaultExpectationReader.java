package io.nofin.scenario;

import io.nofin.scenario.FaultExpectation.ShareWithin;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of expectations about a fault: <code>{ fault: wifi, loss: 10%, within: 2% }</code>. */
enum FaultExpectationReader implements Keyword {
    SILENT(false, (value, within) -> value.bool().map(silent -> fault -> new FaultExpectation.Silent(fault, silent))),
    MATCHED_AT_LEAST(false, (value, within) -> count(value).map(packets -> fault -> new FaultExpectation.Matched(fault, packets))),
    LOSS(true, (value, within) -> value.percentage().flatMap(loss -> tolerance(within, Value::percentage).map(
        points -> fault -> new FaultExpectation.LossWithin(fault, loss, points)))),
    DUPLICATE(true, share(ShareWithin.What.DUPLICATE)),
    CORRUPT(true, share(ShareWithin.What.CORRUPT)),
    REORDER(true, share(ShareWithin.What.REORDER)),
    DELAY(true, (value, within) -> Delay.TIME.read(value).flatMap(delay -> tolerance(within, Value::duration).map(
        time -> fault -> new FaultExpectation.DelayWithin(fault, delay, time)))),
    RATE(true, (value, within) -> KeyType.BIT_RATE.read(value).flatMap(rate -> tolerance(within, Value::percentage).map(
        share -> fault -> new FaultExpectation.RateWithin(fault, rate, share))));

    private static final ExpectedForm PACKETS = new ExpectedForm("a number of packets", "10");
    private static final String WITHIN = "within";
    private static final List<String> CLAIMS = Stream.of(values()).map(Keyword::word).toList();

    static final List<String> KEYS = Stream.concat(CLAIMS.stream(), Stream.of(WITHIN)).toList();

    private final boolean isMeasured;
    private final Reader reader;

    private interface Reader {
        Optional<Function<String, Expectation>> read(Value claim, Optional<Value> within);
    }

    FaultExpectationReader(boolean isMeasured, Reader reader) {
        this.isMeasured = isMeasured;
        this.reader = reader;
    }

    static Optional<Expectation> read(Value subject, Fields fields, KnownNames knownNames) {
        Optional<String> fault = knownNames.fault(subject);
        Optional<Value> within = fields.get(WITHIN);
        return fields.exactlyOne("claim about a fault", CLAIMS).flatMap(claim -> {
            FaultExpectationReader kind = values()[CLAIMS.indexOf(claim.key())];
            within.filter(tolerance -> !kind.isMeasured).ifPresent(
                tolerance -> tolerance.reportName(claim.key() + " has no " + WITHIN, "leave it out"));
            return kind.reader.read(claim, within).flatMap(expectation -> fault.map(expectation));
        });
    }

    private static Reader share(ShareWithin.What what) {
        return (value, within) -> value.percentage().flatMap(share -> tolerance(within, Value::percentage).map(
            points -> fault -> new ShareWithin(fault, what, share, points)));
    }

    private static Optional<Long> count(Value value) {
        return value.integer(PACKETS, Long::valueOf)
            .flatMap(packets -> value.attempt(() -> FaultExpectation.Matched.checkCount(packets)));
    }

    /** Returns the tolerance, which may be absent; empty where it is invalid, which was reported. */
    private static <T> Optional<Optional<T>> tolerance(Optional<Value> within, Function<Value, Optional<T>> reader) {
        return within.isEmpty() ? Optional.of(Optional.empty()) : reader.apply(within.get()).map(Optional::of);
    }
}
