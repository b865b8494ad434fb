package io.nofin.witness.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long TCP segments were held inside their own host, by the timestamp that the kernel puts into each when it makes it
 * (RFC 7323): a capture sees them when they have left. The clock behind the timestamp ticks in milliseconds, from an offset of each
 * connection's own, which the time before the fault shows. Linux keeps it going with the monotonic clock; see tcp_clock_ms() in
 * include/net/tcp.h.
 */
public final class SenderClock {

    /** The error that one delay may have. */
    public static final long TICK_NANOS = 1_000_000;

    private SenderClock() {
    }

    /**
     * Returns the time that was added to each segment, in nanoseconds and ascending; only for connections that had segments before as
     * well.
     *
     * @param before the same connections without the fault
     */
    public static List<Long> added(List<PacketObservation> before, List<PacketObservation> shaped) {
        Map<FlowKey, List<PacketObservation>> earlier = byFlow(before);
        List<Long> added = new ArrayList<>();
        byFlow(shaped).forEach((flow, sightings) -> {
            List<PacketObservation> reference = earlier.getOrDefault(flow, List.of());
            if (!reference.isEmpty()) {
                PacketObservation first = reference.get(0);
                long usual = median(reference.stream().map(one -> sinceTick(first, one)).toList());
                sightings.forEach(one -> added.add(sinceTick(first, one) - usual));
            }
        });
        Collections.sort(added);
        return added;
    }

    private static Map<FlowKey, List<PacketObservation>> byFlow(List<PacketObservation> sightings) {
        Map<FlowKey, List<PacketObservation>> flows = new HashMap<>();
        sightings.stream().filter(one -> one.clock().isPresent())
            .forEach(one -> flows.computeIfAbsent(one.flow(), key -> new ArrayList<>()).add(one));
        return flows;
    }

    /** Returns real time less ticks, both counted from the first segment; the 32 bits of ticks last for 24 days. */
    private static long sinceTick(PacketObservation first, PacketObservation one) {
        int ticks = (int) (one.clock().getAsLong() - first.clock().getAsLong());
        return one.nanos() - first.nanos() - ticks * TICK_NANOS;
    }

    private static long median(List<Long> values) {
        List<Long> ascending = values.stream().sorted().toList();
        return ascending.get(ascending.size() / 2);
    }
}
