package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.inject.ArmedFaults;
import io.nofin.plan.Plan;
import java.io.IOException;

/**
 * Fires, changes and heals by the clock, on an absolute schedule, so that a late step does not delay later ones. Faults that still
 * fire when it is cancelled are healed. Not thread-safe.
 */
final class Timeline {

    private final Plan plan;
    private final ActiveFaults activeFaults;
    private final RunObservers runObservers;
    private final Cancellation cancellation;
    private final Ramps ramps;

    Timeline(ArmedFaults armedFaults, ActiveFaults activeFaults, RunObservers runObservers, Cancellation cancellation) {
        this.plan = armedFaults.plan();
        this.activeFaults = activeFaults;
        this.runObservers = runObservers;
        this.cancellation = cancellation;
        this.ramps = new Ramps(armedFaults, cancellation);
    }

    /** Runs to the end, or until cancelled. */
    void run() throws IOException {
        try {
            for (Plan.Event event : plan.timeline()) {
                long at = activeFaults.startNanos() + event.at().toNanos();
                if (event.fire()) {
                    ramps.climbUntil(at - RunObservers.NOTICE.toNanos());
                    runObservers.firing(event.faults());
                }
                ramps.climbUntil(at);
                if (cancellation.isCancelled()) {
                    return;
                }
                if (event.fire()) {
                    fire(event);
                } else {
                    ramps.end(event.faults());
                    activeFaults.heal(event.at(), event.faults());
                }
            }
        } finally {
            activeFaults.healAll();
        }
    }

    private void fire(Plan.Event event) throws IOException {
        ramps.prepare(event);
        activeFaults.fire(event.at(), event.faults(), event.length(), event.ramp());
        ramps.start(event);
    }
}
