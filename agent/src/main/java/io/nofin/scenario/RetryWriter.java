package io.nofin.scenario;

import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import io.nofin.yaml.FlowMapping;
import java.math.BigDecimal;

/** Writes what {@link RetryReader} reads. */
final class RetryWriter {

    private RetryWriter() {
    }

    static String written(Retry retry) {
        FlowMapping form = new FlowMapping().add("interval", Durations.format(retry.interval()))
            .addUnless(Backoff.CONSTANT.word(), "backoff", retry.backoff().word());
        if (retry.backoff() == Backoff.EXPONENTIAL) {
            form.add("factor", BigDecimal.valueOf(retry.factor()).toPlainString());
        }
        if (retry.backoff() != Backoff.CONSTANT) {
            form.add("max", Durations.format(retry.max()));
        }
        return form.addUnless(Probability.ZERO, "jitter", retry.jitter()).add("attempts", retry.attempts()).toString();
    }
}
