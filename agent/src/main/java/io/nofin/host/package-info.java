/**
 * Questions to a host and requests that do not depend on a run: what is armed, what can be targeted, and to remove everything. The
 * entry points are {@link io.nofin.host.HostStatus}, {@link io.nofin.host.TargetList} and {@link io.nofin.host.Healing}. May be used
 * from any thread.
 */
package io.nofin.host;
