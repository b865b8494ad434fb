package io.nofin.queue;

import io.nofin.plan.MarkBits;
import io.nofin.plan.Resending.CopyRoute;
import io.nofin.queue.effect.Chain;
import java.util.Optional;

/**
 * Steals packets of local sockets: their copies wait here and the kernel drops the originals at once, so that the sockets' buffers
 * are free and TCP does not hold back. Not thread-safe.
 */
final class StolenPackets implements Chain.Sink {

    private static final int DONT_FRAGMENT = 0x4000;

    private final Arrival arrival;
    private final Copies copies;
    private final CopyRoute way;
    private final int pastOut;
    private final Lanes lanes;
    private final SegmentSizes segmentSizes;
    private final NextHops hops;
    private final Chain chain = new Chain();
    private final WholePacket whole;
    private final GsoTcpPacket large;
    private final TcpSegment segment;
    private final Fragment fragment;
    private int fragmentId;

    private WireUnit unit;              // the part of the packet that is decided about
    private Optional<NextHop> behind = Optional.empty();

    StolenPackets(Arrival arrival, Copies copies, CopyRoute way, MarkBits marks, Lanes lanes, SegmentSizes segmentSizes, NextHops hops) {
        this.arrival = arrival;
        this.copies = copies;
        this.way = way;
        this.pastOut = marks.pastOut();
        this.lanes = lanes;
        this.segmentSizes = segmentSizes;
        this.hops = hops;
        this.whole = new WholePacket(arrival.view);
        this.large = new GsoTcpPacket(arrival.view);
        this.segment = new TcpSegment(arrival.view);
        this.fragment = new Fragment(arrival.view);
        this.unit = whole;
    }

    /** Steals the packet at hand; returns false where it could not be sent again as it was. */
    boolean steal() {
        if (!canBeSentAgain()) {
            return false;
        }
        arrival.source.steal(arrival.queued.id);
        if (arrival.queued.gso) {
            stealLarge(segmentSizes.segment(arrival.view, arrival.queued.outDevice, arrival.nanos));
            return true;
        }
        if (arrival.queued.checksumMissing) {
            Transport.completeChecksum(arrival.view);
        }
        int mtu = segmentSizes.mtu(arrival.queued.outDevice, arrival.nanos);
        if (arrival.view.length <= mtu) {
            decide(whole);
            return true;
        }
        fragment.start(mtu, ++fragmentId);
        while (fragment.next()) {
            decide(fragment);
        }
        return true;
    }

    @Override
    public void take(long due, boolean marked, int[] damages, int count) {
        if (unit == large) {
            copies.keepLarge(large, due);
        } else if (behind.isPresent()) {
            copies.keepFramed(unit, behind.get(), due, marked, damages, count);
        } else {
            boolean carriage = unit == whole && !marked && count == 0 && UdpGsoBatch.isCarriage(arrival.view);
            copies.keepPlain(unit, carriage, arrival.past(pastOut), due, marked, damages, count);
        }
    }

    private boolean canBeSentAgain() {
        IpView view = arrival.view;
        QueuedPacket queued = arrival.queued;
        if (way == CopyRoute.NONE || !view.valid || !queued.isWhole() || queued.inDevice != 0 || arrival.mustBeHeld() || view.multicastOrBroadcast()) {
            return false;
        }
        behind = way == CopyRoute.BEHIND ? hop() : Optional.empty();
        if (way == CopyRoute.BEHIND && behind.isEmpty()) {
            return false;
        }
        if (queued.gso) {
            return view.protocol == IpView.TCP && !view.routed && !view.fragment;
        }
        if (queued.checksumMissing && !arrival.canCompleteChecksum()) {
            return false;
        }
        return view.length <= segmentSizes.mtu(queued.outDevice, arrival.nanos) || canBeFragmented();
    }

    private boolean canBeFragmented() {
        IpView view = arrival.view;
        return view.protocol != IpView.TCP && (view.ipv6 ? !view.fragment : (view.u16(6) & DONT_FRAGMENT) == 0);
    }

    /** Keeps a large TCP packet whole where nothing is to be decided about its parts, and takes it apart else. */
    private void stealLarge(int segmentSize) {
        Optional<NextHop> hop = lanes.keepWhole(arrival.bits) ? behind.or(this::hop) : Optional.empty();
        if (hop.isPresent()) {
            decide(large.to(hop.get(), segmentSize));
            return;
        }
        segment.start(segmentSize);
        while (segment.next()) {
            decide(segment);
        }
    }

    private Optional<NextHop> hop() {
        return hops.find(arrival.view, 0, arrival.queued.outDevice, arrival.past(0), arrival.nanos);
    }

    private void decide(WireUnit part) {
        unit = part;
        chain.through(arrival.bits, lanes.byNumber()).pass(arrival.nanos, part.length(), arrival.view.ecnCapable(), part.damageable(), this);
    }
}
