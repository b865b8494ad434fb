/**
 * Captures what crosses the interfaces of targets, and says what that proves. Enter by {@link io.nofin.witness.RunWitness} for all
 * faults of a run, whose {@link io.nofin.witness.FaultEvidence} is a value; by {@link io.nofin.witness.WireWitness} to count packets
 * of one host; by {@link io.nofin.witness.Line} for what lies between two. Knows nothing of probes.
 *
 * <p>A capture sees a packet that leaves after every netfilter hook and queue, and one that arrives before every hook: what a fault
 * drops, delays or damages on its way out shows as if it had never been otherwise, what it does to packets on their way in does not
 * show at all. So, for a fault on the watched host itself:
 * <ul>
 * <li>that nothing left is proven by the capture; that nothing was delivered, by the gate's counter, which is no less than what came;
 * <li>a delay of what leaves shows in TCP's timestamps ({@link io.nofin.witness.measure.SenderClock}), its loss in the gate's counter,
 *   its rate on the wire;
 * <li>duplicates, damage and order of what leaves, and anything done to what comes in, only the engine's own counters tell.
 * </ul>
 * For a fault on a host that forwards, both sides are watched, and all of it shows ({@link io.nofin.witness.measure.Pairing}).
 * Whatever a capture lost, forgot or came too late for makes the verdicts about that time unknown.
 */
package io.nofin.witness;
