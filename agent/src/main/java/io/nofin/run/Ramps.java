package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.inject.ArmedFaults;
import io.nofin.plan.Plan;
import io.nofin.scenario.Ramp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults that change while they are in force, in small even steps. One thread at a time. */
final class Ramps {

    /** Finer than what the eye sees in a graph, and far above what a change costs. */
    private static final long STEP_NANOS = 20_000_000;

    private final ArmedFaults armedFaults;
    private final Cancellation cancellation;
    private final Map<String, Climb> climbs = new HashMap<>();

    /** A ramp under way. */
    private record Climb(Ramp ramp, long startNanos) {

        boolean isOver(long now) {
            return now - startNanos >= ramp.over().toNanos();
        }
    }

    Ramps(ArmedFaults armedFaults, Cancellation cancellation) {
        this.armedFaults = armedFaults;
        this.cancellation = cancellation;
    }

    /** Before faults are fired: each is as its ramp begins, or as the scenario has it. */
    void prepare(Plan.Event event) throws IOException {
        for (String fault : event.faults()) {
            if (event.ramp().isPresent()) {
                armedFaults.set(fault, event.ramp().get().from());
            } else {
                armedFaults.restore(fault);
            }
        }
    }

    /** Just after faults were fired. */
    void start(Plan.Event event) {
        event.ramp().ifPresent(ramp -> event.faults().forEach(fault -> climbs.put(fault, new Climb(ramp, System.nanoTime()))));
    }

    /** Before faults are healed. */
    void end(List<String> faults) {
        climbs.keySet().removeAll(faults);
    }

    /** Changes what is to change until a moment of {@link System#nanoTime}, or until cancelled. */
    void climbUntil(long untilNanos) throws IOException {
        while (!climbs.isEmpty() && !cancellation.isCancelled() && untilNanos - System.nanoTime() > STEP_NANOS) {
            cancellation.awaitUntil(System.nanoTime() + STEP_NANOS);
            step();
        }
        cancellation.awaitUntil(untilNanos);
    }

    private void step() throws IOException {
        long now = System.nanoTime();
        for (Map.Entry<String, Climb> climb : climbs.entrySet()) {
            armedFaults.set(climb.getKey(), climb.getValue().ramp.at(Duration.ofNanos(now - climb.getValue().startNanos)));
        }
        climbs.values().removeIf(climb -> climb.isOver(now));
    }
}
