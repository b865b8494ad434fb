package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import java.time.Duration;

/** A condition that a run must meet to pass, in addition to every fault taking effect. */
public sealed interface Expectation permits FaultExpectation, ProbeExpectation, ConnectionExpectation, CommandExpectation, MetricExpectation {

    /** Returns the expectation as scenarios write it, for example <code>{ fault: cut, silent: true }</code>. */
    @Override
    String toString();

    /** @throws BadValueException when the limit is too short for anything to happen */
    static Duration checkLimit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new BadValueException("too short: " + Durations.format(limit), "write a time in which something can happen, for example 10ms");
        }
        return limit;
    }
}
