/**
 * Runs a scenario from beginning to end: hosts, plan, arming, timeline, proof. Enter by {@link io.nofin.run.ScenarioRunner},
 * or by {@link io.nofin.run.OpenRun} to fire by hand;
 * what it found is a {@link io.nofin.run.RunResult}. While faults fire, a {@code TargetFollower} lets them follow their targets, on a
 * thread of its own; a {@code KillSwitch} on another may end it; {@code SafetyLimits} say how far it may go.
 */
package io.nofin.run;
