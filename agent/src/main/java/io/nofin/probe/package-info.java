/**
 * Probes, which watch from inside a target while its network is disturbed. Enter by {@link io.nofin.probe.Monitor}, which makes
 * attempt after attempt through a {@link io.nofin.probe.Prober} of any kind and keeps the states they lead through, or by
 * {@link io.nofin.probe.HoldProbe}, one connection whose fate is evidence; {@link io.nofin.probe.MonitorResult} and
 * {@link io.nofin.probe.HoldEvidence} are what a report prints. Everything that is returned is a value.
 *
 * <p>To add a kind: its record in {@link io.nofin.scenario.ProbeKind} with a line in {@code ProbeReader} and in the schema, a contact
 * here, and its line in {@link io.nofin.probe.Probers}.
 */
package io.nofin.probe;
