package io.nofin.witness.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fate of the packets that left one end of a line during a span of time. Datagrams are paired by their identification, length and
 * content, identical ones in order; TCP by the bytes of its stream, so that segmentation offload, which packs the same bytes
 * differently at each end, does not matter. TCP without payload is left out.
 *
 * @param sent       packets as they left, as large as offload made them; a TCP retransmission is one more
 * @param lost       packets that never arrived
 * @param duplicated packets that arrived once more
 * @param overtaking packets that arrived ahead of one that had left earlier
 * @param compared   packets that arrived, with payload that was captured at both ends
 * @param damaged    packets among the compared ones that had arrived with other content
 * @param strays     packets that arrived, and had never left like that
 * @param ambiguous  datagrams with a twin: which of the two was lost, or late, cannot be told
 * @param delays     in nanoseconds, ascending; of packets that were sent only once (as in RFC 6298, section 3) and that have no twin
 */
public record Pairing(
        long sent, long lost, long duplicated, long overtaking, long compared, long damaged, long strays, long ambiguous, List<Long> delays) {

    /** The longest time by which an arrival may be stamped before its departure: both clocks are those of one machine. */
    static final long CLOCK_ERROR_NANOS = 1_000_000;

    public Pairing {
        delays = delays.stream().sorted().toList();
    }

    /**
     * Pairs packets.
     *
     * @param departures packets at one end; those outside the stretch explain arrivals, and do not count
     * @param arrivals   packets at the other end, up to so long after the stretch that none of its packets is on its way any more
     */
    public static Pairing of(List<PacketObservation> departures, List<PacketObservation> arrivals, long fromNanos, long toNanos) {
        Map<FlowKey, FlowPairing> flows = new HashMap<>();
        Tally tally = new Tally(fromNanos, toNanos);
        departures.forEach(one -> flows.computeIfAbsent(one.flow(), FlowPairing::of).addDeparture(one));
        for (PacketObservation arrival : arrivals) {
            FlowPairing flow = flows.get(arrival.flow());
            if (flow == null) {
                tally.stray(arrival);
            } else {
                flow.addArrival(arrival);
            }
        }
        flows.values().forEach(flow -> flow.settle(tally));
        return tally.pairing();
    }

    /** Adds up, over all flows. */
    static final class Tally {

        private final long fromNanos;
        private final long toNanos;
        private long sent;
        private long lost;
        private long duplicated;
        private long overtaking;
        private long compared;
        private long damaged;
        private long strays;
        private long ambiguous;
        private long[] delays = new long[1_024];
        private int delayed;

        Tally(long fromNanos, long toNanos) {
            this.fromNanos = fromNanos;
            this.toNanos = toNanos;
        }

        boolean counts(PacketObservation packetObservation) {
            return packetObservation.nanos() - fromNanos >= 0 && toNanos - packetObservation.nanos() >= 0;
        }

        void departure(boolean wasLost, boolean hasTwin) {
            sent++;
            lost += wasLost ? 1 : 0;
            ambiguous += hasTwin ? 1 : 0;
        }

        void duplicate(PacketObservation arrival) {
            duplicated += counts(arrival) ? 1 : 0;
        }

        void overtaking() {
            overtaking++;
        }

        void compared(boolean wasDamaged) {
            compared++;
            damaged += wasDamaged ? 1 : 0;
        }

        void stray(PacketObservation arrival) {
            strays += counts(arrival) ? 1 : 0;
        }

        void delay(long nanos) {
            if (delayed == delays.length) {
                delays = Arrays.copyOf(delays, delayed * 2);
            }
            delays[delayed++] = nanos;
        }

        Pairing pairing() {
            return new Pairing(sent, lost, duplicated, overtaking, compared, damaged, strays, ambiguous,
                Arrays.stream(delays, 0, delayed).boxed().toList());
        }
    }
}
