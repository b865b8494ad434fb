package io.nofin.queue;

import io.nofin.plan.MarkBits;
import java.nio.ByteBuffer;

/** The packet that a queue has passed on last, with its headers. Used again for each packet. Not thread-safe. */
final class Arrival {

    final IpView view = new IpView();
    /** The kernel's attributes of the packet. */
    QueuedPacket queued = new QueuedPacket();
    KernelQueue source;
    /** The lanes that the packet goes through. */
    int bits;
    /** The time when it came, on the clock of {@link System#nanoTime}. */
    long nanos;

    private final MarkBits marks;

    Arrival(MarkBits marks) {
        this.marks = marks;
    }

    /** @param lanes the bits of the lanes that there are */
    void read(KernelQueue from, QueuedPacket packet, ByteBuffer bytes, int lanes) {
        source = from;
        queued = packet;
        nanos = System.nanoTime();
        bits = packet.mark & marks.lanes() & lanes;
        view.read(bytes, packet.payloadAt, packet.payloadLength);
    }

    /** Returns whether connection tracking would not recognise a copy of the packet. */
    boolean mustBeHeld() {
        return (queued.mark & marks.hold()) != 0;
    }

    boolean canCompleteChecksum() {
        return !view.routed && !view.fragment && (view.protocol == IpView.TCP
            || view.protocol == IpView.UDP && view.u16(view.headerLength + IpView.checksumField(IpView.UDP)) != 0);   // 0: a tunnel's
    }

    /** Returns whether the content is here, and could go on with another. */
    boolean contentCanChange() {
        return view.valid && queued.isWhole() && !queued.gso && (!queued.checksumMissing || canCompleteChecksum());
    }

    /** Returns the packet's mark without the bits that nofin's rules have added, and with the bits that let it past them. */
    int past(int markBits) {
        return queued.mark & ~(marks.lanes() | marks.hold()) | markBits;
    }
}
