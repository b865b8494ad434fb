/**
 * What one may ask of a host, whatever nofin does there: what is armed, what can be targeted, and that everything be taken out. Enter by
 * {@link io.nofin.host.Standing}, {@link io.nofin.host.TargetList} and {@link io.nofin.host.Healing}. For any thread.
 */
package io.nofin.host;
