/**
 * Runs a scenario from beginning to end: hosts, plan, arming, timeline, proof. Enter by {@link io.nofin.run.ScenarioRunner};
 * what it found is a {@link io.nofin.run.RunResult}.
 */
package io.nofin.run;
