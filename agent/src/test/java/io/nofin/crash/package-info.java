/**
 * Kills nofin, and looks at what it leaves: {@link io.nofin.crash.CrashTrials} does one trial after the other in a world of its own.
 */
package io.nofin.crash;
