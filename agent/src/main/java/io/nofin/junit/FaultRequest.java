package io.nofin.junit;

import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import java.time.Duration;

/**
 * A fault that a test asks for.
 *
 * @param name      the fault's name
 * @param scenario  a scenario with this fault alone, and no timeline
 * @param atMost    how long the fault fires unless it is healed before
 * @param isLimited whether the test set that length, so that the fault may end by itself
 */
record FaultRequest(String name, Scenario scenario, Duration atMost, boolean isLimited) {

    Fault fault() {
        return scenario.faults().get(name);
    }

    /** Returns for example {@code fault 'cut' (drop: silent on app, peers: redis)}. */
    @Override
    public String toString() {
        return "fault '" + name + "' (" + scenario.description() + ")";
    }
}
