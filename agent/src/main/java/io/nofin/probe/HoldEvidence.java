package io.nofin.probe;

import io.nofin.unit.TimeSpan;
import io.nofin.witness.WireWitness;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The evidence that a held connection gives about a run. A value; all moments are on the clock of {@link System#nanoTime}.
 *
 * @param probe          the probe's name
 * @param every          the time from one heartbeat to the next
 * @param connectedNanos the moment at which the connection was opened
 * @param cuts           in the order in which they were given
 * @param near           the packets at the probe's end, from its connecting to now
 * @param far            the packets at the other end, where that is watched
 * @param last           the last sample of the connection
 * @param sameConnection whether that sample is of the connection that the probe opened
 * @param closure        how the connection ended, if it did
 */
public record HoldEvidence(
        String probe, InetSocketAddress local, InetSocketAddress remote, Duration every, long connectedNanos,
        Traffic traffic, List<CutEvidence> cuts, WireEvidence near, Optional<WireEvidence> far,
        Optional<ConnectionSample> last, boolean sameConnection, Optional<Closure> closure) {

    public HoldEvidence {
        cuts = List.copyOf(cuts);
    }

    /**
     * All heartbeats.
     *
     * @param sent       handed to the kernel
     * @param skipped    turns without a heartbeat, because writing the one before took so long
     * @param roundTrip  the median round trip outside cuts and the recovery from them; empty when there is none
     */
    public record Traffic(long sent, long answered, long skipped, Optional<Duration> roundTrip) {

        /** Returns how many heartbeats never had their echo. */
        public long unanswered() {
            return sent - answered;
        }
    }

    /**
     * Gathers the evidence of a probe.
     *
     * @param near watches the host of the probe
     * @param far  watches the host that the probe is connected to
     */
    public static HoldEvidence of(HoldProbe probe, List<TimeSpan> cuts, WireWitness near, Optional<WireWitness> far) {
        return new EvidenceGatherer(probe, near, far).gather(cuts);
    }

    /** Returns whether the connection was established when the kernel was last asked, and still the one that was opened. */
    public boolean endedEstablished() {
        return closure.isEmpty() && sameConnection && last.filter(ConnectionSample::isEstablished).isPresent();
    }
}
