package io.nofin.queue;

import io.nofin.queue.effect.Chain;
import io.nofin.queue.effect.Shaper;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts what the shapers leave of the packet at hand into the schedule: copies in the engine's memory, and packets that the kernel
 * holds. Where there is no memory, the packet counts as overflowed. Not thread-safe.
 */
final class Copies {

    private final Arrival arrival;
    private final Lanes lanes;
    private final PacketMemory memory;
    private final Schedule schedule;
    private final IpView copyView = new IpView();

    Copies(Arrival arrival, Lanes lanes, PacketMemory memory, Schedule schedule) {
        this.arrival = arrival;
        this.lanes = lanes;
        this.memory = memory;
        this.schedule = schedule;
    }

    /** Keeps a large TCP packet, which writes the headers in front of it itself, to be sent behind all rules. */
    void keepLarge(GsoTcpPacket large, long due) {
        Optional<Packet> room = framed(large);
        if (room.isPresent()) {
            large.write(room.get().memory, room.get().at);
            add(room.get(), due, arrival.past(0));
        }
    }

    /** Keeps a copy that is sent behind all rules. */
    void keepFramed(WireUnit unit, NextHop hop, long due, boolean marked, int[] damages, int count) {
        Optional<Packet> room = framed(unit);
        if (room.isPresent()) {
            Packet packet = room.get();
            GsoPrefix.writePlain(packet.memory, packet.at, hop, arrival.view.ipv6);
            fill(packet, unit, GsoPrefix.BYTES, marked, damages, count);
            add(packet, due, arrival.past(0));
        }
    }

    /** Keeps a copy that is sent through a raw socket, past the rules that {@code mark} stands for. */
    void keepPlain(WireUnit unit, boolean carriage, int mark, long due, boolean marked, int[] damages, int count) {
        Optional<Packet> room = room(Packet.Kind.COPY, unit.length());
        if (room.isPresent()) {
            Packet packet = room.get();
            packet.device = arrival.queued.outDevice;
            packet.carriage = carriage;
            fill(packet, unit, 0, marked, damages, count);
            add(packet, due, mark);
        }
    }

    /** Keeps a duplicate that is sent behind its original, with room for headers in front of it where they are added then. */
    void keepSecond(WireUnit unit, int prefix, int device, int mark, long due, boolean marked, int[] damages, int count) {
        Optional<Packet> room = room(Packet.Kind.SECOND, unit.length() + prefix);
        if (room.isPresent()) {
            Packet packet = room.get();
            packet.inDevice = arrival.queued.inDevice;
            packet.device = device;
            fill(packet, unit, prefix, marked, damages, count);
            add(packet, due, mark);
        }
    }

    /**
     * Lets the kernel hold the original.
     *
     * @param changed whether it goes on with another content; without memory for that, it goes as it is
     */
    void keepOriginal(WireUnit unit, boolean changed, int mark, long due, boolean marked, int[] damages, int count) {
        boolean asItIs = !changed || !memory.hasRoom(unit.length());
        Packet packet = asItIs ? memory.takeBare() : memory.take(unit.length());
        packet.kind = asItIs ? Packet.Kind.HELD : Packet.Kind.CHANGED;
        packet.id = arrival.queued.id;
        if (!asItIs) {
            fill(packet, unit, 0, marked, damages, count);
        }
        packet.source = arrival.source;
        arrival.source.hold();
        add(packet, due, mark);
    }

    /** Counts a copy that was wanted and that there is no right way for. */
    void giveUp() {
        end(Shaper::uncopied);
    }

    private Optional<Packet> framed(WireUnit unit) {
        Optional<Packet> room = room(Packet.Kind.FRAMED, unit.length() + GsoPrefix.BYTES);
        if (room.isPresent()) {
            Packet packet = room.get();
            packet.device = arrival.queued.outDevice;
            packet.ipv6 = arrival.view.ipv6;
            packet.length = unit.length();
        }
        return room;
    }

    private Optional<Packet> room(Packet.Kind kind, int length) {
        if (!memory.hasRoom(length)) {
            end(Shaper::overflowed);
            return Optional.empty();
        }
        Packet packet = memory.take(length);
        packet.kind = kind;
        packet.carriage = false;
        return Optional.of(packet);
    }

    private void end(Consumer<Shaper> told) {
        lanes.each(arrival.bits, told);
        Chain.left(arrival.bits, lanes.byNumber());
    }

    private void fill(Packet packet, WireUnit unit, int offset, boolean marked, int[] damages, int count) {
        packet.length = unit.length();
        packet.ipv6 = arrival.view.ipv6;
        unit.write(packet.memory, packet.at + offset);
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
        packet.lanes = arrival.bits;
        schedule.add(packet);
    }
}
