package io.nofin.queue;

import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.plan.Resending.Duplicates;
import io.nofin.plan.Resending.Way;
import io.nofin.queue.effect.Chain;
import io.nofin.queue.effect.Damageable;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Side;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Takes packets as they come from the queue: reads them, has the shapers decide, and puts what is left of them into the schedule.
 * A packet of a local socket is stolen: its copy waits here and the kernel drops the original at once, so that the socket's buffer
 * is free and TCP does not hold back. What has no socket, or could not be sent again as it was, the kernel holds. Not thread-safe.
 */
final class PacketIntake implements QueueSocket.Receiver, Chain.Sink {

    private static final int DONT_FRAGMENT = 0x4000;

    private final Side side;
    private final MarkBits marks;
    private final Way way;
    private final Duplicates duplicates;
    private final Lanes lanes;
    private final IntFunction<Shaper> shaperOfBit;
    private final PacketMemory memory;
    private final Schedule schedule;
    private final SegmentSizes segmentSizes;
    private final NextHops hops;
    private final Chain chain = new Chain();

    private final IpView view = new IpView();
    private final IpView copyView = new IpView();
    private final WholePacket whole = new WholePacket(view);
    private final GsoTcpPacket large = new GsoTcpPacket(view);
    private final TcpSegment segment = new TcpSegment(view);
    private final Fragment fragment = new Fragment(view);
    private int fragmentId;

    private KernelQueue source;
    private Optional<NextHop> behind = Optional.empty();
    private QueuedPacket queuedPacket = new QueuedPacket();
    private WireUnit wireUnit = whole;
    private long now;
    private int bits;
    private boolean stealing;
    private boolean originalTaken;
    private long originalDue;

    PacketIntake(Side side, MarkBits marks, Resending resending, Lanes lanes, PacketMemory memory, Schedule schedule, SegmentSizes segmentSizes,
            NextHops hops) {
        this.side = side;
        this.marks = marks;
        this.way = resending.way();
        this.duplicates = side == Side.EGRESS ? resending.duplicates() : Duplicates.AS_IT_IS;
        this.lanes = lanes;
        this.shaperOfBit = lanes::get;
        this.memory = memory;
        this.schedule = schedule;
        this.segmentSizes = segmentSizes;
        this.hops = hops;
    }

    /** Sets the queue that the next packets come from. */
    void from(KernelQueue next) {
        source = next;
    }

    @Override
    public void receive(QueuedPacket packet, ByteBuffer bytes) {
        queuedPacket = packet;
        now = System.nanoTime();
        bits = packet.mark & marks.lanes() & lanes.known();
        view.read(bytes, packet.payloadAt, packet.payloadLength);
        if (bits == 0) {
            source.verdicts().repeat(packet.id, past(marks.past(side)), false);   // a lane that is gone
        } else if (side == Side.EGRESS && canBeSentAgain()) {
            steal();
        } else {
            hold();
        }
    }

    private boolean canBeSentAgain() {
        if (way == Way.NONE || !view.valid || !queuedPacket.isWhole() || queuedPacket.inDevice != 0 || (queuedPacket.mark & marks.hold()) != 0
                || view.multicastOrBroadcast()) {
            return false;
        }
        behind = way == Way.BEHIND ? hops.find(view, 0, queuedPacket.outDevice, past(0), now) : Optional.empty();
        if (way == Way.BEHIND && behind.isEmpty()) {
            return false;
        }
        if (queuedPacket.gso) {
            return view.protocol == IpView.TCP && !view.routed && !view.fragment;
        }
        if (queuedPacket.checksumMissing && !canCompleteChecksum()) {
            return false;
        }
        return view.length <= segmentSizes.mtu(queuedPacket.outDevice, now) || canBeFragmented();
    }

    private boolean canCompleteChecksum() {
        return !view.routed && !view.fragment && (view.protocol == IpView.TCP
            || view.protocol == IpView.UDP && view.u16(view.headerLength + IpView.checksumField(IpView.UDP)) != 0);   // 0: a tunnel's
    }

    private boolean canBeFragmented() {
        return view.protocol != IpView.TCP && (view.ipv6 ? !view.fragment : (view.u16(6) & DONT_FRAGMENT) == 0);
    }

    private void steal() {
        stealing = true;
        source.steal(queuedPacket.id);
        if (queuedPacket.gso) {
            stealLarge(segmentSizes.segment(view, queuedPacket.outDevice, now));
            return;
        }
        if (queuedPacket.checksumMissing) {
            Transport.completeChecksum(view);
        }
        int mtu = segmentSizes.mtu(queuedPacket.outDevice, now);
        if (view.length <= mtu) {
            wireUnit = whole;
            decide();
            return;
        }
        wireUnit = fragment.start(mtu, ++fragmentId);
        while (fragment.next()) {
            decide();
        }
    }

    /** Keeps a large TCP packet whole where nothing is to be decided about its parts, and takes it apart else. */
    private void stealLarge(int segmentSize) {
        Optional<NextHop> hop = lanes.keepWhole(bits)
            ? behind.or(() -> hops.find(view, 0, queuedPacket.outDevice, past(0), now))
            : Optional.empty();
        if (hop.isPresent()) {
            wireUnit = large.to(hop.get(), segmentSize);
            decide();
            return;
        }
        wireUnit = segment.start(segmentSize);
        while (segment.next()) {
            decide();
        }
    }

    private void hold() {
        stealing = false;
        originalTaken = false;
        wireUnit = whole;
        if (queuedPacket.gso && source.isSettled() && !lanes.keepWhole(bits)) {
            eachLane(Shaper::keptWhole);
        }
        if (lanes.needContent() && contentCanChange() && queuedPacket.checksumMissing) {
            Transport.completeChecksum(view);
        }
        chain.through(bits, shaperOfBit).pass(now, queuedPacket.length, view.valid && view.ecnCapable(), damageable(), this);
        if (!originalTaken) {
            source.verdicts().drop(queuedPacket.id);
        }
    }

    private void decide() {
        chain.through(bits, shaperOfBit).pass(now, wireUnit.length(), view.ecnCapable(), wireUnit.damageable(), this);
    }

    private Damageable damageable() {
        return contentCanChange() ? whole.damageable() : Damageable.NOTHING;
    }

    private boolean contentCanChange() {
        return view.valid && queuedPacket.isWhole() && !queuedPacket.gso && (!queuedPacket.checksumMissing || canCompleteChecksum());
    }

    @Override
    public void take(long due, boolean marked, int[] damages, int count) {
        if (wireUnit == large) {
            keepLarge(due);
        } else if (stealing && behind.isPresent()) {
            keepFramed(due, behind.get(), marked, damages, count);
        } else if (stealing) {
            keepCopy(due, past(marks.pastOut()), queuedPacket.outDevice, marked, damages, count);
        } else if (originalTaken) {
            keepSecond(due, marked, damages, count);
        } else {
            originalTaken = true;
            originalDue = due;
            keepOriginal(due, (marked || count > 0) && contentCanChange(), marked, damages, count);
        }
    }

    private void keepLarge(long due) {
        Optional<Packet> room = framed();
        if (room.isPresent()) {
            wireUnit.write(room.get().memory, room.get().at);
            add(room.get(), due, past(0));
        }
    }

    /** Keeps a copy that is sent behind all rules. */
    private void keepFramed(long due, NextHop hop, boolean marked, int[] damages, int count) {
        Optional<Packet> room = framed();
        if (room.isPresent()) {
            Packet packet = room.get();
            GsoPrefix.writePlain(packet.memory, packet.at, hop, view.ipv6);
            fill(packet, GsoPrefix.BYTES, marked, damages, count);
            add(packet, due, past(0));
        }
    }

    private Optional<Packet> framed() {
        if (!memory.hasRoom(wireUnit.length() + GsoPrefix.BYTES)) {
            overflow();
            return Optional.empty();
        }
        Packet packet = memory.take(wireUnit.length() + GsoPrefix.BYTES);
        packet.kind = Packet.Kind.FRAMED;
        packet.carriage = false;
        packet.device = queuedPacket.outDevice;
        packet.ipv6 = view.ipv6;
        packet.length = wireUnit.length();
        return Optional.of(packet);
    }

    /** The duplicate of a packet that the kernel holds: no verdict makes one. */
    private void keepSecond(long due, boolean marked, int[] damages, int count) {
        boolean group = view.valid && view.multicastOrBroadcast();
        boolean known = (queuedPacket.mark & marks.hold()) == 0;
        if (!contentCanChange() || group && side == Side.INGRESS) {      // a raw socket would send what came in to the wire
            uncopied();
            return;
        }
        Optional<NextHop> hop = side == Side.EGRESS && (group || way == Way.BEHIND && known)
            ? hops.find(view, queuedPacket.inDevice, queuedPacket.outDevice, past(0), now) : Optional.empty();
        if (hop.isPresent()) {
            keepFramed(due, hop.get(), marked, damages, count);
        } else if (duplicates == Duplicates.NEVER) {
            uncopied();
        } else {
            keepBehindOriginal(Math.max(due, originalDue), marked, damages, count);
        }
    }

    private void keepBehindOriginal(long due, boolean marked, int[] damages, int count) {
        int prefix = duplicates == Duplicates.BEHIND ? GsoPrefix.BYTES : 0;
        if (!memory.hasRoom(wireUnit.length() + prefix)) {
            overflow();
            return;
        }
        Packet packet = memory.take(wireUnit.length() + prefix);
        packet.kind = Packet.Kind.SECOND;
        packet.carriage = false;
        packet.inDevice = queuedPacket.inDevice;
        packet.device = queuedPacket.inDevice == 0 || duplicates == Duplicates.BEHIND ? queuedPacket.outDevice : 0;
        fill(packet, prefix, marked, damages, count);
        add(packet, due, past(duplicates == Duplicates.BEHIND ? 0 : marks.pastOut() | marks.pastIn()));
    }

    private void keepCopy(long due, int mark, int device, boolean marked, int[] damages, int count) {
        if (!memory.hasRoom(wireUnit.length())) {
            overflow();
            return;
        }
        Packet packet = memory.take(wireUnit.length());
        packet.kind = Packet.Kind.COPY;
        packet.device = device;
        packet.carriage = stealing && wireUnit == whole && !marked && count == 0 && UdpGsoBatch.isCarriage(view);
        fill(packet, 0, marked, damages, count);
        add(packet, due, mark);
    }

    private void keepOriginal(long due, boolean changed, boolean marked, int[] damages, int count) {
        boolean asItIs = !changed || !memory.hasRoom(wireUnit.length());
        Packet packet = asItIs ? memory.takeBare() : memory.take(wireUnit.length());
        packet.kind = asItIs ? Packet.Kind.HELD : Packet.Kind.CHANGED;
        packet.id = queuedPacket.id;
        if (!asItIs) {
            fill(packet, 0, marked, damages, count);
        }
        packet.source = source;
        source.hold();
        add(packet, due, past(marks.past(side)));
    }

    private void fill(Packet packet, int offset, boolean marked, int[] damages, int count) {
        packet.length = wireUnit.length();
        packet.ipv6 = view.ipv6;
        wireUnit.write(packet.memory, packet.at + offset);
        if (!marked && count == 0) {
            return;
        }
        copyView.read(packet.memory, packet.at + offset, packet.length);
        if (marked) {
            Transport.markCongestion(copyView);
        }
        for (int i = 0; i < count; i++) {
            Transport.damage(copyView, damages[i]);
        }
    }

    private void add(Packet packet, long due, int mark) {
        packet.attempts = 0;
        packet.due = due;
        packet.mark = mark;
        packet.lanes = bits;
        schedule.add(packet);
    }

    private void overflow() {
        eachLane(Shaper::overflowed);
        Chain.left(bits, shaperOfBit);
    }

    private void uncopied() {
        eachLane(Shaper::uncopied);
        Chain.left(bits, shaperOfBit);
    }

    private void eachLane(Consumer<Shaper> told) {
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            told.accept(lanes.get(Integer.numberOfTrailingZeros(rest)));
        }
    }

    /** Returns the packet's mark without the bits that nofin's rules have added, and with the bit that lets it past them. */
    private int past(int bit) {
        return queuedPacket.mark & ~(marks.lanes() | marks.hold()) | bit;
    }
}
