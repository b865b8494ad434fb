/**
 * Decisions of shaping about packets, and nothing else: no I/O, no clock, no threads. The entry point is
 * {@link io.nofin.queue.effect.Chain}, which takes a packet through several {@link io.nofin.queue.effect.Shaper}s; each of these
 * corresponds to one sch_netem, with one class for each effect. Times are nanoseconds of any clock that the caller keeps to. The same
 * packets at the same times, and the same seed, give the same decisions. Not thread-safe, except the counts.
 */
package io.nofin.queue.effect;
