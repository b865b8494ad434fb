package io.nofin.probe;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpState;
import java.time.Duration;
import java.util.Optional;

/**
 * What one cut did to the connection.
 *
 * @param sent           heartbeats handed to the kernel during the cut
 * @param answered       of these, how many had their echo before the heal; none, when the cut was one
 * @param lateAnswers    echoes during the cut of heartbeats sent before it: they were past the gate already
 * @param complete       false when some of these heartbeats are forgotten: nothing is known then
 * @param roundTrip      the median of those answered during the cut; empty when there is none
 * @param beforeHeal     what the kernel last thought of the connection during the cut; empty when it was not asked
 * @param sameConnection whether that was the connection the probe opened
 * @param near           on the wire at the probe's end
 * @param far            on the wire at the other end, where that is watched
 * @param firstAnswer    from the heal to the first echo of any heartbeat; empty when none came
 * @param allAnswered    from the heal to the echo of the last heartbeat sent during the cut; empty when that never came
 */
public record CutEvidence(
        HoldEvidence.Window window, long sent, long answered, long lateAnswers, boolean complete, Optional<Duration> roundTrip,
        Optional<ConnectionSample> beforeHeal, boolean sameConnection,
        WireEvidence near, Optional<WireEvidence> far,
        Optional<Duration> firstAnswer, Optional<Duration> allAnswered) {

    /** What the connection was in, just before the heal; empty when that is not known, or it was gone. */
    public Optional<TcpState> state() {
        return beforeHeal.flatMap(ConnectionSample::state);
    }

    /** Retransmissions, timeout and backoff just before the heal. */
    public Optional<TcpInfo> info() {
        return beforeHeal.flatMap(ConnectionSample::info);
    }

    /** Whether it was still established, and still the connection it had been. */
    public boolean stayedEstablished() {
        return sameConnection && beforeHeal.filter(ConnectionSample::isEstablished).isPresent();
    }

    /** Whether heartbeats were sent and not one had its echo; false as well when that is not known. */
    public boolean nothingCameBack() {
        return complete && sent > 0 && answered == 0;
    }

    /** Whether no packet of the connection came to the far end's interface; false as well when that is not known. */
    public boolean nothingArrived() {
        return far.filter(end -> end.in().isNothing()).isPresent();
    }

    /** Whether neither end was told anything, by FIN, RST or ICMP error, as far as it is watched; false when that is not known. */
    public boolean isSilent() {
        return near.isSilent() && far.map(WireEvidence::isSilent).orElse(true);
    }
}
