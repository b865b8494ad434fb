/**
 * Runs a scenario from beginning to end: hosts, plan, arming, timeline, evidence. Enter by {@link io.nofin.run.ScenarioRunner}, or by
 * {@link io.nofin.run.OpenRun} to fire by calls; the outcome is a {@link io.nofin.run.RunResult}. While faults fire, a
 * {@code TargetFollower} makes them follow their targets, on a thread of its own; a {@code KillSwitch} on another may end the run;
 * {@code SafetyLimits} restrict it.
 */
package io.nofin.run;
