/**
 * Finds the network namespaces that a scenario's targets mean, one resolver for each runtime, and holds them. Enter by
 * {@link io.nofin.target.Targets}; {@link io.nofin.target.TargetNotation} reads them from one word.
 */
package io.nofin.target;
