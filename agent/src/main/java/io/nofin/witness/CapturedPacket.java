package io.nofin.witness;

/** A captured frame with its decoded headers. */
record CapturedPacket(CapturedFrame frame, Capture.Link link, IpHeader ip, WirePacket packet) {

    long nanos() {
        return frame.nanos();
    }

    /** Returns whether the host sent it, and did not just forward it. */
    boolean isOutgoing() {
        return packet.flow() == Flow.OUT;
    }

    boolean isIncoming() {
        return packet.flow() == Flow.IN;
    }
}
