package io.nofin.queue;

import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending;
import io.nofin.plan.Resending.Duplicates;
import io.nofin.plan.Resending.CopyRoute;
import io.nofin.queue.effect.Chain;
import io.nofin.queue.effect.Damageable;
import io.nofin.queue.effect.Shaper;
import io.nofin.scenario.Side;
import java.util.Optional;

/**
 * Has the kernel hold packets that have no socket here, or could not be sent again as they were. What the shapers leave first of a
 * packet is the original; a second one is a copy, as no verdict makes one. Not thread-safe.
 */
final class HeldPackets implements Chain.Sink {

    private final Arrival arrival;
    private final Copies copies;
    private final Side side;
    private final CopyRoute way;
    private final Duplicates duplicates;
    private final MarkBits marks;
    private final Lanes lanes;
    private final NextHops hops;
    private final Chain chain = new Chain();
    private final WholePacket whole;

    private boolean originalTaken;
    private long originalDue;

    HeldPackets(Arrival arrival, Copies copies, Side side, MarkBits marks, Resending resending, Lanes lanes, NextHops hops) {
        this.arrival = arrival;
        this.copies = copies;
        this.side = side;
        this.way = resending.way();
        this.duplicates = side == Side.EGRESS ? resending.duplicates() : Duplicates.AS_IT_IS;
        this.marks = marks;
        this.lanes = lanes;
        this.hops = hops;
        this.whole = new WholePacket(arrival.view);
    }

    /** Has the packet at hand held, or dropped where the shapers leave nothing of it. */
    void hold() {
        originalTaken = false;
        if (arrival.queued.gso && arrival.source.isSettled() && !lanes.keepWhole(arrival.bits)) {
            lanes.each(arrival.bits, Shaper::keptWhole);
        }
        boolean canChange = arrival.contentCanChange();
        if (lanes.needContent() && canChange && arrival.queued.checksumMissing) {
            Transport.completeChecksum(arrival.view);
        }
        chain.through(arrival.bits, lanes.byNumber()).pass(arrival.nanos, arrival.queued.length, arrival.view.valid && arrival.view.ecnCapable(),
            canChange ? whole.damageable() : Damageable.NOTHING, this);
        if (!originalTaken) {
            arrival.source.verdicts().drop(arrival.queued.id);
        }
    }

    @Override
    public void take(long due, boolean marked, int[] damages, int count) {
        if (originalTaken) {
            keepSecond(due, marked, damages, count);
        } else {
            originalTaken = true;
            originalDue = due;
            boolean changed = (marked || count > 0) && arrival.contentCanChange();
            copies.keepOriginal(whole, changed, arrival.past(marks.past(side)), due, marked, damages, count);
        }
    }

    private void keepSecond(long due, boolean marked, int[] damages, int count) {
        boolean group = arrival.view.valid && arrival.view.multicastOrBroadcast();
        if (!arrival.contentCanChange() || group && side == Side.INGRESS) {      // a raw socket would send what came in to the wire
            copies.giveUp();
            return;
        }
        Optional<NextHop> hop = side == Side.EGRESS && (group || way == CopyRoute.BEHIND && !arrival.mustBeHeld())
            ? hops.find(arrival.view, arrival.queued.inDevice, arrival.queued.outDevice, arrival.past(0), arrival.nanos) : Optional.empty();
        if (hop.isPresent()) {
            copies.keepFramed(whole, hop.get(), due, marked, damages, count);
        } else if (duplicates == Duplicates.NEVER) {
            copies.giveUp();
        } else {
            keepBehindOriginal(Math.max(due, originalDue), marked, damages, count);
        }
    }

    private void keepBehindOriginal(long due, boolean marked, int[] damages, int count) {
        boolean framed = duplicates == Duplicates.BEHIND;
        int device = arrival.queued.inDevice == 0 || framed ? arrival.queued.outDevice : 0;
        int mark = arrival.past(framed ? 0 : marks.pastOut() | marks.pastIn());
        copies.keepSecond(whole, framed ? GsoPrefix.BYTES : 0, device, mark, due, marked, damages, count);
    }
}
