/**
 * One set of tests of what shaping means, {@link io.nofin.shaping.LossBehaviour}, {@link io.nofin.shaping.TimeBehaviour} and
 * {@link io.nofin.shaping.CopyBehaviour}, and a class for each engine that passes it: measured in packets between two namespaces. The
 * queue engine's seed is fixed; netem's is where the kernel has one, and chance is given five standard deviations.
 */
package io.nofin.shaping;
