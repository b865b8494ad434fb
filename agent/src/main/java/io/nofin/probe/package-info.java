/**
 * Connections that nofin holds through a run, and what they tell about it. Enter by {@link io.nofin.probe.HoldProbe};
 * {@link io.nofin.probe.HoldEvidence} is what a report prints. Everything that is returned is a value.
 */
package io.nofin.probe;
