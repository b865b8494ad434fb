package io.nofin.witness.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts packets that come ahead of one that was numbered earlier, flow by flow. Not thread-safe. */
public final class Order {

    private final Map<Object, Numbers> flows = new HashMap<>();

    /** One flow's numbers in the order in which they came, counted on where they wrap around. */
    private static final class Numbers {

        private final List<Long> order = new ArrayList<>();
        private final TreeMap<Long, Long> seen = new TreeMap<>();       // from where to where
        private long last;

        private void add(long start, long length) {
            last = start;
            Map.Entry<Long, Long> before = seen.floorEntry(start);
            if (before == null || before.getValue() <= start) {         // else a duplicate, or sent again
                seen.put(start, start + length);
                order.add(start);
            }
        }

        private long overtaking() {
            long ahead = 0;
            long earliestBehind = Long.MAX_VALUE;
            for (int i = order.size() - 1; i >= 0; i--) {
                ahead += order.get(i) > earliestBehind ? 1 : 0;
                earliestBehind = Math.min(earliestBehind, order.get(i));
            }
            return ahead;
        }
    }

    /** Adds a packet of a flow that numbers its packets with 16 bits. */
    public void numbered(Object flow, int number) {
        Numbers numbers = flows.computeIfAbsent(flow, key -> new Numbers());
        numbers.add(numbers.last + (short) (number - numbers.last), 1);
    }

    /** Adds a segment; those without payload have no place in the order. */
    public void bytes(PacketObservation segment) {
        if (segment.length() > 0) {
            Numbers numbers = flows.computeIfAbsent(segment.flow(), key -> new Numbers());
            numbers.add(numbers.last + (int) (segment.sequence() - numbers.last), segment.length());
        }
    }

    /** Returns how many packets there were, and how many of them came ahead. */
    public Pairing pairing() {
        long packets = flows.values().stream().mapToLong(numbers -> numbers.order.size()).sum();
        long overtaking = flows.values().stream().mapToLong(Numbers::overtaking).sum();
        return new Pairing(packets, 0, 0, overtaking, 0, 0, 0, 0, List.of());
    }
}
