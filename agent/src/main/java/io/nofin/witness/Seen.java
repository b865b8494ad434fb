package io.nofin.witness;

/** A frame that was captured, and what its headers say. */
record Seen(Frame frame, Capture.Link link, IpHeader ip, WirePacket packet) {

    long nanos() {
        return frame.nanos();
    }

    /** One that the host sent, and did not just pass on. */
    boolean isOutgoing() {
        return packet.flow() == Flow.OUT;
    }

    boolean isIncoming() {
        return packet.flow() == Flow.IN;
    }
}
