package io.nofin.junit;

import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import java.time.Duration;

/**
 * One fault that a test wants.
 *
 * @param name      of the fault
 * @param scenario  has this fault alone, and no timeline
 * @param atMost    how long it lasts when nobody heals it
 * @param isLimited whether the test said so itself, so that it may well end by itself
 */
record FaultRequest(String name, Scenario scenario, Duration atMost, boolean isLimited) {

    Fault fault() {
        return scenario.faults().get(name);
    }

    /** For example {@code fault 'cut' (drop: silent on app, peers: redis)}. */
    @Override
    public String toString() {
        return "fault '" + name + "' (" + scenario.description() + ")";
    }
}
