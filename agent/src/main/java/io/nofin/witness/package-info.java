/**
 * Captures what crosses the interfaces of a target, and counts it. Enter by {@link io.nofin.witness.WireWitness}. A capture sees
 * a packet that leaves after every netfilter hook, and one that arrives before every hook: what a fault drops on its way out
 * never shows, what it drops on its way in does. Knows nothing of probes.
 */
package io.nofin.witness;
