package io.nofin.witness;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Shaping;
import io.nofin.witness.measure.Judge;
import io.nofin.witness.measure.Measure;
import io.nofin.witness.measure.Order;
import io.nofin.witness.measure.PacketObservation;
import io.nofin.witness.measure.Pairing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Packets of a host on their way out, which tell what its fault did to them: a capture sees them behind the fault.
 * A packet that carries what no other one of its flow does, and is there twice, was duplicated; one whose checksum is wrong was damaged;
 * one that comes before what was numbered earlier went ahead. Packets that cannot be told apart, or have no number, are left out.
 *
 * @param sweep of the time that the fault was in force
 */
record Leaving(Selection selection, CaptureSlice sweep) {

    private static final int ECHO_NUMBER = 4;       // behind type, code and checksum

    /** Identifies a packet: no two of a flow have the same, unless one is the other's duplicate. */
    private record Mark(Object flow, int ipId, long sequence, long clock, int length, ByteBuffer beginning) {
    }

    List<Measure> measure(Judge judge) {
        Shaping asked = judge.asked();
        List<Measure> measures = new ArrayList<>();
        if (asked.duplicate().isPresent()) {
            Optional<String> why = asked.loss().isPresent() ? Optional.of("the fault loses some of its duplicates")
                : asked.corrupt().map(damage -> "damaged duplicates are not known for what they are");
            measures.add(judge.because(why).duplicates(twins()));
        }
        if (asked.corrupt().isPresent()) {
            Optional<String> why = asked.corrupt().filter(damage -> damage.fixChecksum())
                .map(damage -> "checksums were made right again: it takes hosts that are watched on either side of the target");
            measures.add(judge.because(why).damage(damage()));
        }
        if (asked.reorder().isPresent()) {
            measures.add(judge.overtaking(order()));
        }
        return measures;
    }

    private Pairing twins() {
        Set<Mark> marks = new HashSet<>();
        long twins = 0;
        for (CapturedPacket capturedPacket : sweep.packets()) {
            Optional<Mark> mark = isOwn(capturedPacket) ? PacketObservations.of(capturedPacket).flatMap(one -> mark(capturedPacket, one)) : Optional.empty();
            if (mark.isPresent() && !marks.add(mark.get())) {
                twins++;
            }
        }
        return new Pairing(marks.size(), 0, twins, 0, 0, 0, 0, 0, List.of());
    }

    private static Optional<Mark> mark(CapturedPacket capturedPacket, PacketObservation one) {
        boolean known = switch (capturedPacket.packet().kind()) {
            case TCP -> (one.length() > 0 || capturedPacket.packet().syn()) && (one.ipId() != 0 || one.clock().isPresent());
            case UDP -> one.ipId() != 0;
            case ICMP -> isEcho(capturedPacket);
            case OTHER -> false;
        };
        return known ? Optional.of(new Mark(one.flow(), one.ipId(), one.sequence(), one.clock().orElse(-1), one.length(), ByteBuffer.wrap(one.payload())))
            : Optional.empty();
    }

    private Pairing damage() {
        long whole = 0;
        long damaged = 0;
        for (CapturedPacket capturedPacket : sweep.packets()) {
            Optional<Boolean> right = selection.mayHaveSelected(capturedPacket) ? Checksums.areRight(capturedPacket) : Optional.empty();
            if (right.isPresent() && (!right.get() || selection.selects(capturedPacket))) {
                whole++;
                damaged += right.get() ? 0 : 1;
            }
        }
        return new Pairing(whole, 0, 0, 0, whole, damaged, 0, 0, List.of());
    }

    private Pairing order() {
        Order order = new Order();
        for (CapturedPacket capturedPacket : sweep.packets()) {
            if (isOwn(capturedPacket)) {
                PacketObservations.of(capturedPacket).ifPresent(one -> take(order, capturedPacket, one));
            }
        }
        return order.pairing();
    }

    private static void take(Order order, CapturedPacket capturedPacket, PacketObservation one) {
        switch (capturedPacket.packet().kind()) {
            case TCP -> order.bytes(one);
            case UDP -> {
                if (one.ipId() != 0) {
                    order.numbered(one.flow(), one.ipId());
                }
            }
            case ICMP -> {
                int at = capturedPacket.ip().payload() + ECHO_NUMBER;
                if (isEcho(capturedPacket) && at + Integer.BYTES <= capturedPacket.frame().bytes().length) {
                    order.numbered(List.of(one.flow(), Bytes.u16(capturedPacket.frame().bytes(), at)), Bytes.u16(capturedPacket.frame().bytes(), at + 2));
                }
            }
            case OTHER -> { }
        }
    }

    /** Returns whether the host sent it by itself: answers to pings that came in twice, or out of order, are so as well. */
    private boolean isOwn(CapturedPacket capturedPacket) {
        return capturedPacket.isOutgoing() && selection.selects(capturedPacket)
            && (selection.selector().direction() == Direction.OUT || capturedPacket.packet().kind() != WirePacket.Kind.ICMP || isRequest(capturedPacket));
    }

    private static boolean isEcho(CapturedPacket capturedPacket) {
        return isRequest(capturedPacket) || Answers.isReply(capturedPacket);
    }

    private static boolean isRequest(CapturedPacket capturedPacket) {
        return Answers.isRequest(capturedPacket);
    }
}
