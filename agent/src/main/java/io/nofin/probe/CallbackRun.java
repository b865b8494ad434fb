package io.nofin.probe;

import io.nofin.scenario.Occasion;
import java.time.Duration;
import java.time.Instant;

/**
 * A callback that was run, or was to be.
 *
 * @param what    as the scenario writes it
 * @param started by the wall clock
 * @param outcome what came of it, for example {@code exit status 0}, {@code HTTP status 204}, {@code killed after 10 s}
 */
public record CallbackRun(Occasion occasion, String what, Instant started, Duration took, boolean succeeded, String outcome) {
}
