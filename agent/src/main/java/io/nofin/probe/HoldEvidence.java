package io.nofin.probe;

import io.nofin.witness.WireWitness;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a held connection tells about a run. A value; all moments are of {@link System#nanoTime}.
 *
 * @param probe          its name
 * @param every          from one heartbeat to the next
 * @param connectedNanos when the connection was opened
 * @param cuts           in the order they were given
 * @param near           on the wire at the probe's end, from its connecting to now
 * @param far            on the wire at the other end, where that is watched
 * @param last           what the kernel thought of the connection when it was last asked
 * @param sameConnection whether that was the connection the probe opened
 * @param closure        how it ended, if it did
 */
public record HoldEvidence(
        String probe, InetSocketAddress local, InetSocketAddress remote, Duration every, long connectedNanos,
        Traffic traffic, List<CutEvidence> cuts, WireEvidence near, Optional<WireEvidence> far,
        Optional<ConnectionSample> last, boolean sameConnection, Optional<Closure> closure) {

    public HoldEvidence {
        cuts = List.copyOf(cuts);
    }

    /**
     * One cut: from when its gates are known to be open to when the first is about to be closed. The start belongs to it, the end
     * does not.
     */
    public record Window(long startNanos, long endNanos) {

        public Window {
            if (endNanos - startNanos < 0) {
                throw new IllegalArgumentException("window ends before it starts: start=" + startNanos + ", end=" + endNanos);
            }
        }

        public Duration length() {
            return Duration.ofNanos(endNanos - startNanos);
        }

        boolean contains(long nanos) {
            return nanos - startNanos >= 0 && endNanos - nanos > 0;
        }

        boolean overlaps(long fromNanos, long toNanos) {
            return toNanos - startNanos >= 0 && endNanos - fromNanos > 0;
        }
    }

    /**
     * All heartbeats.
     *
     * @param sent       handed to the kernel
     * @param skipped    not sent, because the one before could not be written for so long
     * @param roundTrip  the median of those that no cut touched, nor the recovery from one; empty when there is none
     */
    public record Traffic(long sent, long answered, long skipped, Optional<Duration> roundTrip) {

        /** Heartbeats whose echo never came. */
        public long unanswered() {
            return sent - answered;
        }
    }

    /**
     * Gathers it.
     *
     * @param near watches the host of the probe
     * @param far  watches the host it is connected to
     */
    public static HoldEvidence of(HoldProbe probe, List<Window> cuts, WireWitness near, Optional<WireWitness> far) {
        return new EvidenceGatherer(probe, near, far).gather(cuts);
    }

    /** Whether the connection was established when the kernel was last asked, and still the one that was opened. */
    public boolean endedEstablished() {
        return closure.isEmpty() && sameConnection && last.filter(ConnectionSample::isEstablished).isPresent();
    }
}
