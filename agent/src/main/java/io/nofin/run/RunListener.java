package io.nofin.run;

import io.nofin.inject.Firing;
import io.nofin.inject.Leftovers;
import io.nofin.plan.Plan;
import io.nofin.probe.Transition;
import java.time.Duration;

/** Is told, on threads of the run, what happens; must return at once. Moments count from the start of the timeline. */
public interface RunListener {

    /** What an earlier run had left was taken out, or resisted; before anything else. */
    void tidied(Leftovers.Outcome leftovers);

    /** Every namespace is armed, gates closed. */
    void armed(Plan plan, Duration took);

    void fired(Plan.Event event, Firing firing);

    void healed(Plan.Event event, Firing firing);

    /**
     * The faults have followed a target that came, went or moved.
     *
     * @param what  in words
     * @param after how long it took since that happened
     */
    void followed(String what, Duration after);

    /** Nothing is firing any more, and the run waits for the probes to see it. */
    void recovering();

    /** A probe came into another state; told on a thread of the probe's. */
    void probeChanged(String probe, Transition transition);

    /** Everything is removed. */
    void disarmed(Duration took);
}
