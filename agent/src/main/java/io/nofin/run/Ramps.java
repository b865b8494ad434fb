package io.nofin.run;

import io.nofin.inject.ArmedFaults;
import io.nofin.plan.Plan;
import io.nofin.scenario.Ramp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes faults in small even steps while they are in force. Not thread-safe. */
final class Ramps {

    /** Finer than the eye sees in a chart, and far above the cost of a change. */
    private static final long STEP_NANOS = 20_000_000;

    private final ArmedFaults armedFaults;
    private final Map<String, Climb> climbs = new HashMap<>();

    /** A ramp in progress. */
    private record Climb(Ramp ramp, long startNanos) {

        boolean isOver(long now) {
            return now - startNanos >= ramp.over().toNanos();
        }
    }

    Ramps(ArmedFaults armedFaults) {
        this.armedFaults = armedFaults;
    }

    /** Sets faults to the beginning of their ramp, or to the scenario's shaping, before they are fired. */
    void prepare(Plan.Event event) throws IOException {
        for (String fault : event.faults()) {
            if (event.ramp().isPresent()) {
                armedFaults.set(fault, event.ramp().get().from());
            } else {
                armedFaults.restore(fault);
            }
        }
    }

    /** Starts the ramps just after the faults were fired. */
    void start(Plan.Event event) {
        event.ramp().ifPresent(ramp -> event.faults().forEach(fault -> climbs.put(fault, new Climb(ramp, System.nanoTime()))));
    }

    /** Ends the ramps before the faults are healed. */
    void end(List<String> faults) {
        climbs.keySet().removeAll(faults);
    }

    /** Returns when the next change is due, on the clock of {@link System#nanoTime}, but not later than {@code latest}. */
    long nextChange(long latest) {
        long next = System.nanoTime() + STEP_NANOS;
        return climbs.isEmpty() || latest - next <= 0 ? latest : next;
    }

    /** Changes faults to where their ramps are by now. */
    void climb() throws IOException {
        long now = System.nanoTime();
        for (Map.Entry<String, Climb> climb : climbs.entrySet()) {
            armedFaults.set(climb.getKey(), climb.getValue().ramp.at(Duration.ofNanos(now - climb.getValue().startNanos)));
        }
        climbs.values().removeIf(climb -> climb.isOver(now));
    }
}
