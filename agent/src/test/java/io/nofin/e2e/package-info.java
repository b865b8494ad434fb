/**
 * The command line from end to end: {@code nofin} as a process in a {@link io.nofin.testing.World} of its own, real traffic in
 * namespaces of that world, and bad days: what others do to the target, the host and nofin itself while it runs.
 */
package io.nofin.e2e;
