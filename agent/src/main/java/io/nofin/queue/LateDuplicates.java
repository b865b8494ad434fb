package io.nofin.queue;

import io.nofin.netlink.netfilter.ConnectionTuple;
import io.nofin.plan.Resending.Duplicates;
import io.nofin.queue.effect.Shaper;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Sends the duplicates of packets that the kernel held, each behind its original: connection tracking knows the connection then, so that
 * the second one belongs to it, and is translated like the first. Stays in the namespace of the thread that opened it. Not thread-safe.
 */
final class LateDuplicates implements Closeable {

    private static final long PAUSE_NANOS = 2_000_000L;     // between attempts, while the kernel looks for the neighbour
    private static final int MOST_ATTEMPTS = 500;

    private final Duplicates how;
    private final NextHops hops;
    private final PacketMemory memory;
    private final Lanes lanes;
    private final Schedule schedule;
    private final Tracking tracking = new Tracking();
    private final Deque<Packet> next = new ArrayDeque<>();
    private final IpView view = new IpView();

    LateDuplicates(Duplicates how, NextHops hops, PacketMemory memory, Lanes lanes, Schedule schedule) throws IOException {
        this.how = how;
        this.hops = hops;
        this.memory = memory;
        this.lanes = lanes;
        this.schedule = schedule;
    }

    /** Takes over a packet whose original goes with the next verdicts. */
    void add(Packet packet) {
        next.add(packet);
    }

    /**
     * Hands on those whose originals went.
     *
     * @param again whether what cannot go yet may be tried again
     * @return whether there were any
     */
    boolean send(PacketSender packetSender, long now, boolean again) {
        boolean any = !next.isEmpty();
        while (!next.isEmpty()) {
            Packet packet = next.remove();
            if (how == Duplicates.BEHIND ? frame(packet, now) : how == Duplicates.AS_IT_IS || address(packet)) {
                packetSender.send(packet, now);
            } else if (how == Duplicates.BEHIND && again && packet.attempts < MOST_ATTEMPTS) {
                packet.attempts++;
                packet.due = now + PAUSE_NANOS;
                schedule.add(packet);
            } else {
                giveUp(packet);
            }
        }
        return any;
    }

    @Override
    public void close() {
        tracking.close();
    }

    private boolean frame(Packet packet, long now) {
        view.read(packet.memory, packet.at + GsoPrefix.BYTES, packet.length);
        Optional<NextHop> hop = hops.find(view, packet.inDevice, packet.device, packet.mark, now);
        hop.ifPresent(known -> {
            GsoPrefix.writePlain(packet.memory, packet.at, known, packet.ipv6);
            packet.kind = Packet.Kind.FRAMED;
        });
        return hop.isPresent();
    }

    /** Gives the packet the addresses that its connection has before translation; false where that is not known. */
    private boolean address(Packet packet) {
        view.read(packet.memory, packet.at, packet.length);
        ConnectionTuple seen = Tracking.tuple(view);
        Optional<ConnectionTuple> own = tracking.own(seen);
        if (own.isEmpty()) {
            return false;
        }
        if (!own.get().equals(seen)) {
            if (view.protocol != IpView.TCP && view.protocol != IpView.UDP) {
                return false;
            }
            Transport.redirect(view, own.get().destination().array(), own.get().destinationPort());
            packet.device = 0;
        }
        return true;
    }

    private void giveUp(Packet packet) {
        lanes.each(packet.lanes, Shaper::uncopied);
        memory.giveBack(packet);
    }
}
