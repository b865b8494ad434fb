package io.nofin.probe;

import io.nofin.netlink.diag.TcpInfo;
import io.nofin.netlink.diag.TcpState;
import io.nofin.unit.TimeSpan;
import java.time.Duration;
import java.util.Optional;

/**
 * The effect of one cut on the connection.
 *
 * @param sent           heartbeats handed to the kernel during the cut
 * @param answered       the number of these whose echo came before the heal; 0 if the cut let nothing through
 * @param lateAnswers    echoes that came during the cut, of heartbeats sent before it: they had passed the gate already
 * @param complete       false when some of these heartbeats are no longer kept: then nothing is known
 * @param roundTrip      the median round trip of the heartbeats answered during the cut; empty when there were none
 * @param beforeHeal     the last sample of the connection that was taken during the cut; empty when none was
 * @param sameConnection whether that sample is of the connection that the probe opened
 * @param near           the packets at the probe's end
 * @param far            the packets at the other end, where that is watched
 * @param firstAnswer    the time from the heal to the first echo of any heartbeat; empty when none came
 * @param allAnswered    the time from the heal to the echo of the last heartbeat sent during the cut; empty when it never came
 */
public record CutEvidence(
        TimeSpan window, long sent, long answered, long lateAnswers, boolean complete, Optional<Duration> roundTrip,
        Optional<ConnectionSample> beforeHeal, boolean sameConnection,
        WireEvidence near, Optional<WireEvidence> far,
        Optional<Duration> firstAnswer, Optional<Duration> allAnswered) {

    /** Returns the connection's state just before the heal; empty when that is not known, or the connection was gone. */
    public Optional<TcpState> state() {
        return beforeHeal.flatMap(ConnectionSample::state);
    }

    /** Returns retransmissions, timeout and backoff just before the heal. */
    public Optional<TcpInfo> info() {
        return beforeHeal.flatMap(ConnectionSample::info);
    }

    /** Returns whether the connection was still established, and still the one that the probe opened. */
    public boolean stayedEstablished() {
        return sameConnection && beforeHeal.filter(ConnectionSample::isEstablished).isPresent();
    }

    /** Returns whether heartbeats were sent and none had its echo; false as well when that is not known. */
    public boolean nothingCameBack() {
        return complete && sent > 0 && answered == 0;
    }

    /** Returns whether no packet of the connection reached the far end's interface; false as well when that is not known. */
    public boolean nothingArrived() {
        return far.filter(end -> end.in().isNothing()).isPresent();
    }

    /**
     * Returns whether no FIN, RST or ICMP error told either end of the cut, as far as the ends are watched; false when that is not
     * known.
     */
    public boolean isSilent() {
        return near.isSilent() && far.map(WireEvidence::isSilent).orElse(true);
    }
}
