/**
 * Captures what crosses the interfaces of targets, and says what that proves. The entry points are
 * {@link io.nofin.witness.RunWitness} for all faults of a run, whose {@link io.nofin.witness.FaultEvidence} is a value;
 * {@link io.nofin.witness.WireWitness} to count packets of one host; and {@link io.nofin.witness.PathMeasurement} for the path between two. The
 * package knows nothing about probes.
 *
 * <p>A capture sees a packet that leaves after every netfilter hook and queue, and one that arrives before every hook: of a drop, a
 * delay or damage on the way out it shows only the result, and of what a fault does to packets on their way in nothing at all. For a
 * fault on the watched host itself this means:
 * <ul>
 * <li>that nothing left is proven by the capture; that nothing was delivered, by the gate's counter, which is no less than what came;
 * <li>a delay of outgoing packets shows in TCP's timestamps ({@link io.nofin.witness.measure.SenderClock}), its loss in the gate's
 *     counter, its rate on the wire;
 * <li>duplicates, damage and order of outgoing packets, and anything done to incoming ones, show only in the engine's own counters.
 * </ul> For a fault on a host that forwards, both sides are watched, and all of it shows ({@link io.nofin.witness.measure.Pairing}).
 * Verdicts about a time in which a capture lost or forgot packets, or had not begun yet, are unknown.
 */
package io.nofin.witness;
