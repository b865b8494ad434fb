package io.nofin.run;

import io.nofin.inject.Firing;
import io.nofin.inject.Leftovers;
import io.nofin.plan.Plan;
import java.time.Duration;

/** Is told, on the runner's thread, what happens; must return at once. Moments count from the start of the timeline. */
public interface RunListener {

    /** What an earlier run had left was taken out, or resisted; before anything else. */
    void tidied(Leftovers.Outcome leftovers);

    /** Every namespace is armed, gates closed. */
    void armed(Plan plan, Duration took);

    void fired(Plan.Event event, Firing firing);

    void healed(Plan.Event event, Firing firing);

    /** Nothing is firing any more, and the run waits for the probes to see it. */
    void recovering();

    /** Everything is removed. */
    void disarmed(Duration took);
}
