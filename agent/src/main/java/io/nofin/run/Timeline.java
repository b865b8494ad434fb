package io.nofin.run;

import io.nofin.inject.Injection;
import io.nofin.plan.Plan;
import java.io.IOException;

/**
 * Fires, changes and heals by the clock, on an absolute schedule: a late step does not delay the ones behind it. What still fires
 * when it is broken off is healed. One thread at a time.
 */
final class Timeline {

    private final Plan plan;
    private final Firings firings;
    private final Onlookers onlookers;
    private final Cancellation cancellation;
    private final Ramps ramps;

    Timeline(Injection injection, Firings firings, Onlookers onlookers, Cancellation cancellation) {
        this.plan = injection.plan();
        this.firings = firings;
        this.onlookers = onlookers;
        this.cancellation = cancellation;
        this.ramps = new Ramps(injection, cancellation);
    }

    /** Runs to the end, or until cancelled. */
    void run() throws IOException {
        try {
            for (Plan.Event event : plan.timeline()) {
                long at = firings.startNanos() + event.at().toNanos();
                if (event.fire()) {
                    ramps.climbUntil(at - Onlookers.NOTICE.toNanos());
                    onlookers.firing(event.faults());
                }
                ramps.climbUntil(at);
                if (cancellation.isCancelled()) {
                    return;
                }
                if (event.fire()) {
                    fire(event);
                } else {
                    ramps.end(event.faults());
                    firings.heal(event.at(), event.faults());
                }
            }
        } finally {
            firings.healAll();
        }
    }

    private void fire(Plan.Event event) throws IOException {
        ramps.prepare(event);
        firings.fire(event.at(), event.faults(), event.length(), event.ramp());
        ramps.start(event);
    }
}
