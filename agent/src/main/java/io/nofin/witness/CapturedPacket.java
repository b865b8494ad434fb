package io.nofin.witness;

import io.nofin.scenario.Side;
import java.util.Optional;

/** A captured frame with its decoded headers. */
record CapturedPacket(CapturedFrame frame, Capture.Link link, IpHeader ip, WirePacket packet) {

    long nanos() {
        return frame.nanos();
    }

    /** Returns whether the host sent it, and did not just forward it. */
    boolean isOutgoing() {
        return packet.side().equals(Optional.of(Side.EGRESS));
    }

    boolean isIncoming() {
        return packet.side().equals(Optional.of(Side.INGRESS));
    }
}
