package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.time.Duration;

/** What has to be found out by a run for it to pass, besides that every fault took effect. */
public sealed interface Expectation permits FaultExpectation, ProbeExpectation, ConnectionExpectation, CommandExpectation, MetricExpectation {

    /** As scenarios write it, for example <code>{ fault: cut, silent: true }</code>. */
    @Override
    String toString();

    /** @throws BadValueException when nothing could happen within that time */
    static Duration checkLimit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new BadValueException("too short: " + Durations.format(limit), "everything takes some time: write for example 10ms");
        }
        return limit;
    }
}
