package io.nofin.witness;

import io.nofin.witness.measure.FlowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how long a host takes to answer what its kernel answers at once: a SYN, a SYN with an ACK, an echo request. A capture sees
 * those before a fault delays them on their way in, and their answers after a fault has delayed them on their way out: the time
 * between is the sum of both delays. This measures connections that begin while the fault is in force.
 */
final class Turnarounds {

    private static final int SYN = 0x02;
    private static final int ECHO = 4;          // the offset of an echo's identifier and number, behind type and code
    private static final int ECHO_4 = 8;
    private static final int ECHO_REPLY_4 = 0;
    private static final int ECHO_6 = 128;
    private static final int ECHO_REPLY_6 = 129;

    private final Map<Object, Long> asked = new HashMap<>();
    private final List<Long> times = new ArrayList<>();

    /** A question and its answer: a flow seen from the host, and the number that tells an exchange from others of it. */
    private record Exchange(FlowKey flow, long number) {
    }

    private Turnarounds() {
    }

    /** Returns the times in nanoseconds and ascending; the first time that something is asked counts, and its first answer. */
    static List<Long> of(Selection selection, CaptureSlice captureSlice) {
        Turnarounds turnarounds = new Turnarounds();
        captureSlice.packets().stream().filter(selection::isOfConnections).forEach(capturedPacket -> exchange(capturedPacket).ifPresent(one -> turnarounds.take(capturedPacket, one)));
        Collections.sort(turnarounds.times);
        return turnarounds.times;
    }

    private void take(CapturedPacket capturedPacket, Exchange exchange) {
        if (capturedPacket.isIncoming()) {
            asked.putIfAbsent(exchange, capturedPacket.nanos());
        } else if (asked.containsKey(exchange)) {
            Long since = asked.put(exchange, null);
            if (since != null) {
                times.add(capturedPacket.nanos() - since);
            }
        }
    }

    private static Optional<Exchange> exchange(CapturedPacket capturedPacket) {
        return capturedPacket.packet().kind() == WirePacket.Kind.ICMP ? echo(capturedPacket) : TcpHeader.of(capturedPacket).flatMap(tcp -> handshake(capturedPacket, tcp));
    }

    /** Returns the exchange of a handshake. The host acknowledges the number after that of the SYN. */
    private static Optional<Exchange> handshake(CapturedPacket capturedPacket, TcpHeader tcp) {
        FlowKey flow = PacketObservations.flow(capturedPacket);
        if (capturedPacket.isIncoming()) {
            return tcp.has(SYN) ? Optional.of(new Exchange(flow.reversed(), tcp.sequence() + 1 & 0xFFFF_FFFFL)) : Optional.empty();
        }
        return tcp.acknowledges() ? Optional.of(new Exchange(flow, tcp.acknowledgement())) : Optional.empty();
    }

    private static Optional<Exchange> echo(CapturedPacket capturedPacket) {
        int type = capturedPacket.packet().icmpType();
        boolean right = capturedPacket.isIncoming() ? type == ECHO_4 || type == ECHO_6 : type == ECHO_REPLY_4 || type == ECHO_REPLY_6;
        int at = capturedPacket.ip().payload() + ECHO;
        if (!right || at + Integer.BYTES > capturedPacket.frame().bytes().length) {
            return Optional.empty();
        }
        FlowKey flow = PacketObservations.flow(capturedPacket);
        return Optional.of(new Exchange(capturedPacket.isIncoming() ? flow.reversed() : flow, Bytes.u32(capturedPacket.frame().bytes(), at)));
    }
}
