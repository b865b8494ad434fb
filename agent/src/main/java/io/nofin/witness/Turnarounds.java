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
    static List<Long> of(Selection selection, Sweep sweep) {
        Turnarounds turnarounds = new Turnarounds();
        sweep.packets().stream().filter(selection::isOfConnections).forEach(seen -> exchange(seen).ifPresent(one -> turnarounds.take(seen, one)));
        Collections.sort(turnarounds.times);
        return turnarounds.times;
    }

    private void take(Seen seen, Exchange exchange) {
        if (seen.isIncoming()) {
            asked.putIfAbsent(exchange, seen.nanos());
        } else if (asked.containsKey(exchange)) {
            Long since = asked.put(exchange, null);
            if (since != null) {
                times.add(seen.nanos() - since);
            }
        }
    }

    private static Optional<Exchange> exchange(Seen seen) {
        return seen.packet().kind() == WirePacket.Kind.ICMP ? echo(seen) : TcpHeader.of(seen).flatMap(tcp -> handshake(seen, tcp));
    }

    /** Returns the exchange of a handshake. The host acknowledges the number after that of the SYN. */
    private static Optional<Exchange> handshake(Seen seen, TcpHeader tcp) {
        FlowKey flow = Sightings.flow(seen);
        if (seen.isIncoming()) {
            return tcp.has(SYN) ? Optional.of(new Exchange(flow.reversed(), tcp.sequence() + 1 & 0xFFFF_FFFFL)) : Optional.empty();
        }
        return tcp.acknowledges() ? Optional.of(new Exchange(flow, tcp.acknowledgement())) : Optional.empty();
    }

    private static Optional<Exchange> echo(Seen seen) {
        int type = seen.packet().icmpType();
        boolean right = seen.isIncoming() ? type == ECHO_4 || type == ECHO_6 : type == ECHO_REPLY_4 || type == ECHO_REPLY_6;
        int at = seen.ip().payload() + ECHO;
        if (!right || at + Integer.BYTES > seen.frame().bytes().length) {
            return Optional.empty();
        }
        FlowKey flow = Sightings.flow(seen);
        return Optional.of(new Exchange(seen.isIncoming() ? flow.reversed() : flow, Bytes.u32(seen.frame().bytes(), at)));
    }
}
