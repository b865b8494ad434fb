/**
 * Finds the network namespaces that a scenario's targets mean, one resolver for each runtime, and holds them. Enter by
 * {@link io.nofin.target.TargetResolver}.
 */
package io.nofin.target;
