package io.nofin.queue;

import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.scenario.Side;
import java.nio.ByteBuffer;

/**
 * Takes packets as they come from the queues, and has the shapers decide about them: those that {@linkplain StolenPackets can be
 * stolen} are, and all others are {@linkplain HeldPackets held}. Not thread-safe.
 */
final class PacketIntake {

    private final Side side;
    private final int past;
    private final Lanes lanes;
    private final Arrival arrival;
    private final StolenPackets stolenPackets;
    private final HeldPackets heldPackets;

    PacketIntake(Side side, MarkBits marks, Resending resending, Lanes lanes, PacketMemory memory, Schedule schedule, SegmentSizes segmentSizes,
            NextHops hops) {
        this.side = side;
        this.past = marks.past(side);
        this.lanes = lanes;
        this.arrival = new Arrival(marks);
        Copies copies = new Copies(arrival, lanes, memory, schedule);
        this.stolenPackets = new StolenPackets(arrival, copies, resending.way(), marks, lanes, segmentSizes, hops);
        this.heldPackets = new HeldPackets(arrival, copies, side, marks, resending, lanes, hops);
    }

    /** @param bytes the message's bytes in network order */
    void receive(KernelQueue source, QueuedPacket packet, ByteBuffer bytes) {
        arrival.read(source, packet, bytes, lanes.known());
        if (arrival.bits == 0) {
            source.verdicts().repeat(packet.id, arrival.past(past), false);     // a lane that is gone
        } else if (side == Side.INGRESS || !stolenPackets.steal()) {
            heldPackets.hold();
        }
    }
}
