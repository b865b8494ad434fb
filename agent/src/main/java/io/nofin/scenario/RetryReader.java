package io.nofin.scenario;

import io.nofin.unit.Probability;
import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Fields;
import io.nofin.yaml.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads <code>retry: { interval: 200ms, backoff: exponential, factor: 2, max: 10s, jitter: 20%, attempts: 10 }</code>. */
final class RetryReader {

    private static final List<String> KEYS = List.of("interval", "backoff", "factor", "max", "jitter", "attempts");
    private static final ExpectedForm RETRY = new ExpectedForm("a mapping", "{ interval: 1s, attempts: 10 }");
    private static final ExpectedForm FACTOR = new ExpectedForm("a number", "2");
    private static final ExpectedForm ATTEMPTS = new ExpectedForm("a number", "10");

    private RetryReader() {
    }

    /** @param every the default interval; empty where it was invalid, which was reported */
    static Optional<Retry> read(Optional<Value> value, Optional<Duration> every) {
        return value.isEmpty() ? every.map(period -> Retry.every(period, Retry.DEFAULT_ATTEMPTS))
            : value.flatMap(given -> given.fields(RETRY, KEYS).flatMap(fields -> retry(given, fields, every)));
    }

    private static Optional<Retry> retry(Value value, Fields fields, Optional<Duration> every) {
        Optional<Duration> interval = fields.get("interval").map(entry -> entry.duration()
            .flatMap(time -> entry.attempt(() -> Probe.checkPeriod("interval", time)))).orElse(every);
        Backoff backoff = fields.get("backoff").flatMap(entry -> entry.keyword(Backoff.values())).orElse(Backoff.CONSTANT);
        reportUnused(fields, backoff);
        double factor = fields.get("factor").flatMap(entry -> entry.integer(FACTOR, BigDecimal::new)
            .flatMap(number -> entry.attempt(() -> Retry.checkFactor(number.doubleValue())))).orElse(Retry.DEFAULT_FACTOR);
        int attempts = fields.get("attempts").flatMap(entry -> entry.integer(ATTEMPTS, Integer::valueOf)
            .flatMap(number -> entry.attempt(() -> Retry.checkAttempts(number)))).orElse(Retry.DEFAULT_ATTEMPTS);
        Probability jitter = fields.get("jitter").flatMap(Value::percentage).orElse(Probability.ZERO);
        Optional<Value> max = fields.get("max");
        Optional<Duration> longest = max.flatMap(Value::duration);
        return interval.flatMap(time -> max.orElse(value).attempt(
            () -> new Retry(time, backoff, factor, longest.orElse(Retry.longer(time, Retry.DEFAULT_MAX)), jitter, attempts)));
    }

    private static void reportUnused(Fields fields, Backoff backoff) {
        if (backoff != Backoff.EXPONENTIAL) {
            fields.get("factor").ifPresent(factor -> factor.reportName("only exponential backoff has a factor",
                "write backoff: exponential, or leave factor out"));
        }
        if (backoff == Backoff.CONSTANT) {
            fields.get("max").ifPresent(max -> max.reportName("constant backoff does not grow",
                "write backoff: linear or exponential, or leave max out"));
        }
    }
}
