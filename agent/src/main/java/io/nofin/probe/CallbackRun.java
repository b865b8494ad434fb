package io.nofin.probe;

import io.nofin.scenario.ProbeEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * A callback that has ended, or that was not run.
 *
 * @param what    the command or URL, as the scenario writes it
 * @param started the start by the wall clock
 * @param outcome its result, for example {@code exit status 0}, {@code HTTP status 204}, {@code killed after 10 s}
 */
public record CallbackRun(ProbeEvent occasion, String what, Instant started, Duration took, boolean succeeded, String outcome) {
}
