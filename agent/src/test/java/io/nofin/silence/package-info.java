/**
 * The proof of silence: a host whose packets nofin drops cannot tell that from a cut cable. Enter by
 * {@link io.nofin.silence.SilenceTest}. All traffic stays in namespaces made for one run:
 *
 * <pre>
 *   near host 1 --+
 *   near host 2 --+-- router -- far host
 *     ...         |      |         |
 *   near host n --+      |         drops what near hosts send: the reference for cuts on the way out
 *                        drops what the far host sends: the reference for cuts on the way in
 * </pre>
 *
 * Each row of the table has a near host of its own, so that all rows are measured at the same time and none sees another's
 * counters. A {@link io.nofin.silence.Cut} is a way of cutting, a {@link io.nofin.silence.Traffic} is what goes on meanwhile,
 * and an {@link io.nofin.silence.Observation} is all that the near host can know about it.
 */
package io.nofin.silence;
