package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of expectations about a probe: <code>{ probe: app-to-redis, down-within: 3s, of: cut }</code>. */
enum ProbeExpectationReader implements Keyword {
    DOWN_WITHIN("of", (value, fault) -> ExpectationReader.limit(value).flatMap(limit -> fault.map(
        cut -> probe -> new ProbeExpectation.DownWithin(probe, limit, cut)))),
    UP_WITHIN("after", (value, fault) -> ExpectationReader.limit(value).flatMap(limit -> fault.map(
        cut -> probe -> new ProbeExpectation.UpWithin(probe, limit, cut)))),
    STAYS_UP("", (value, fault) -> certain(value).map(yes -> ProbeExpectation.StaysUp::new)),
    FAILED_AFTER("", (value, fault) -> attempts(value).map(attempts -> probe -> new ProbeExpectation.FailedAfter(probe, attempts)));

    private static final ExpectedForm ATTEMPTS = new ExpectedForm("a number of attempts", "5");
    private static final List<String> CLAIMS = Stream.of(values()).map(Keyword::word).toList();
    private static final List<String> MOMENTS = Stream.of(values()).map(claim -> claim.moment).filter(key -> !key.isEmpty()).toList();

    static final List<String> KEYS = Stream.concat(CLAIMS.stream(), MOMENTS.stream()).toList();

    private final String moment;
    private final Reader reader;

    private interface Reader {
        Optional<Function<String, Expectation>> read(Value claim, Optional<String> fault);
    }

    /** @param moment the key of the fault from which the time counts; empty where there is none */
    ProbeExpectationReader(String moment, Reader reader) {
        this.moment = moment;
        this.reader = reader;
    }

    static Optional<Expectation> read(Value subject, Fields fields, KnownNames knownNames) {
        Optional<String> probe = knownNames.probe(subject);
        return fields.exactlyOne("claim about a probe", CLAIMS).flatMap(claim -> {
            ProbeExpectationReader kind = values()[CLAIMS.indexOf(claim.key())];
            Optional<String> fault = kind.reportOthers(claim, fields) || kind.moment.isEmpty() ? Optional.empty()
                : fields.require(kind.moment, kind.moment + ": cut").flatMap(knownNames::fault);
            return kind.reader.read(claim, fault).flatMap(expectation -> probe.map(expectation));
        });
    }

    /**
     * Reports the keys of other claims. Returns whether one was a fault's, so that the claim's own is not reported as missing as
     * well.
     */
    private boolean reportOthers(Value claim, Fields fields) {
        List<Value> others = MOMENTS.stream().filter(key -> !key.equals(moment)).map(fields::get).flatMap(Optional::stream).toList();
        others.forEach(other -> other.reportName(claim.key() + " has no " + other.key(),
            moment.isEmpty() ? "leave it out" : "write " + moment));
        return !others.isEmpty();
    }

    private static Optional<Boolean> certain(Value value) {
        return value.bool().flatMap(stays -> value.attempt(() -> {
            if (!stays) {
                throw new BadValueException("nothing is expected", "write true, or leave the expectation out");
            }
            return stays;
        }));
    }

    private static Optional<Integer> attempts(Value value) {
        return value.integer(ATTEMPTS, Integer::valueOf)
            .flatMap(attempts -> value.attempt(() -> ProbeExpectation.FailedAfter.checkAttempts(attempts)));
    }
}
