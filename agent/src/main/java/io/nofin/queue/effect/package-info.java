/**
 * What shaping decides about packets, and nothing else: no I/O, no clock, no threads. Enter by
 * {@link io.nofin.queue.effect.Chain}, which takes a packet through several {@link io.nofin.queue.effect.Shaper}s; each of these
 * means what one sch_netem means, with one class for each effect. Times are nanoseconds of any clock that the caller keeps to.
 * The same packets at the same times, and the same seed: the same decisions. Not thread-safe, the counts apart.
 */
package io.nofin.queue.effect;
