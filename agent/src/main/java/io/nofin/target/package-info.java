/**
 * Finds the network namespaces that a scenario's targets mean, one resolver for each runtime, and holds them. The entry point is
 * {@link io.nofin.target.Targets}, which has a resolver for each {@link io.nofin.scenario.TargetKind}.
 */
package io.nofin.target;
